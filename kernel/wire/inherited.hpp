// Which descriptors a worker inherits, by number: nothing is said on its command line but whose worker it is and how many channels follow.
#pragma once

namespace hemicycle::wire {

inline constexpr int kLibraryDescriptor = 3;  ///< sealed memory with the plugin's library
inline constexpr int kControlDescriptor = 4;
inline constexpr int kFirstChannel = 5;
inline constexpr int kMostChannels = 64;

}  // namespace hemicycle::wire
