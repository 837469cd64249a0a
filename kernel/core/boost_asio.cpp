// Asio's implementation, compiled here once for the whole kernel (BOOST_ASIO_SEPARATE_COMPILATION).
#include <boost/asio/impl/src.hpp>
