# find_package(Hemicycle) among the examples: all of it is in this tree already.
set(Hemicycle_sdk_FOUND TRUE)
set(Hemicycle_testing_FOUND TRUE)
