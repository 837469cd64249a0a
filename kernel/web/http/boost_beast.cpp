// Beast compiled once for the whole house (BOOST_BEAST_SEPARATE_COMPILATION in the top CMakeLists.txt).
#include <boost/beast/src.hpp>
