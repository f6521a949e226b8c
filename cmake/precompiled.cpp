// Nothing: a target needs a source to hold precompiled headers; see precompile.cmake.
