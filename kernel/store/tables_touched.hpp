// The second look at a statement: the tables that its compiled program opens.
//
// Why, beside the authorizer: SQLite 3.40 asks it about the columns that a statement names, and so says nothing of a table that is only
// joined with USING or NATURAL (whose rows can then be guessed one by one), and asks about the name of a WITH table as if it were a real
// one.
#pragma once

#include <string_view>

#include "kernel/store/session.hpp"

namespace hemicycle::store {

/// Throws StoreError (denied) naming the first table that is not "<owner>_…". Reads EXPLAIN, about 100 µs: once per prepared statement.
void require_own_tables(Session& session, Guard::Mode mode, std::string_view owner, std::string_view sql);

}  // namespace hemicycle::store
