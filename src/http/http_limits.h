// The limits of the HTTP side. Exceeding one is answered with a problem that names it.
#pragma once

#include <chrono>
#include <cstddef>

namespace flowtime::http {

// Bytes, but for the number of connections.
inline constexpr std::size_t kMaxBodyBytes = 16u << 20;       // of a request: 413
inline constexpr std::size_t kMaxSmallBodyBytes = 64u << 10;  // taken without asking for room
inline constexpr std::size_t kMaxBodiesBytes = 256u << 20;    // of larger ones in flight: 503
inline constexpr std::size_t kMaxUploadBytes = 1u << 30;  // of one that is stored as it comes: 413
inline constexpr std::size_t kMaxUploadsBytes = 4ull << 30;   // of all that are stored: 503
inline constexpr std::size_t kStoredPieceBytes = 256u << 10;  // of it held until it is stored
inline constexpr std::size_t kMaxTargetBytes = 16u << 10;     // of path and query: 414
inline constexpr std::size_t kMaxHeaderBytes = 64u << 10;     // request line and fields: 431
// Open at once; one more ends the one that has been idle for longest, or gets 503 when none is.
inline constexpr std::size_t kMaxConnections = 1024;
inline constexpr std::size_t kMaxRequestIdBytes = 128;    // a longer X-Request-Id is replaced
inline constexpr std::size_t kMinCompressedBytes = 1024;  // smaller bodies go as they are

inline constexpr std::chrono::seconds kIdleTimeout{75};  // between two requests
// From the first byte of a request to its last; of a stored body from one piece to the next.
inline constexpr std::chrono::seconds kRequestTimeout{60};
inline constexpr std::chrono::seconds kRoomTimeout{10};   // until there is room for a body
inline constexpr std::chrono::seconds kWriteTimeout{60};  // a client that takes nothing
inline constexpr std::chrono::seconds kLingerTimeout{2};  // reading on after a refusal
inline constexpr std::chrono::seconds kStopTimeout{30};   // for requests in flight at the end
// How often an idle stream of events is asked for news, and when it shows that it is alive.
inline constexpr std::chrono::milliseconds kEventPoll{100};
inline constexpr std::chrono::seconds kEventHeartbeat{15};

}  // namespace flowtime::http
