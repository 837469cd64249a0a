#include "kernel/store/trust.hpp"

#include <sqlite3.h>

namespace hemicycle::store {

namespace {

// A full disk shows as IOERR_SHMSIZE when it is the WAL index that has to grow; it is gone once there is room (acceptance.md R5).
bool passes(int code) {
  return code == SQLITE_IOERR_SHMSIZE || code == SQLITE_IOERR_NOMEM || code == SQLITE_IOERR_LOCK || code == SQLITE_IOERR_RDLOCK ||
         code == SQLITE_IOERR_UNLOCK || code == SQLITE_IOERR_BLOCKED;
}

}  // namespace

core::Status status_of(int code) {
  switch (code & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
      return core::Status::ok;
    case SQLITE_CONSTRAINT:
      return core::Status::conflict;
    case SQLITE_AUTH:
    case SQLITE_READONLY:
      return core::Status::denied;
    case SQLITE_FULL:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_NOMEM:
      return core::Status::overloaded;
    case SQLITE_INTERRUPT:
      return core::Status::deadline;
    case SQLITE_IOERR:
      return passes(code) ? core::Status::overloaded : core::Status::unavailable;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_CANTOPEN:
      return core::Status::unavailable;
    default:
      return core::Status::internal;
  }
}

bool loses_trust(int code) {
  const int primary = code & 0xff;
  return primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB || (primary == SQLITE_IOERR && !passes(code));
}

}  // namespace hemicycle::store
