// The one compilation of Beast (HTTP and websocket); see packages.cmake.
#include <boost/beast/src.hpp>
