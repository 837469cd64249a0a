// Boost.JSON, compiled once for the kernel from its headers: Debian's libboost-json1.81 need not be installed.
#include <boost/json/src.hpp>
