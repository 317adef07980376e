// Work of a connection that is done on a worker while the I/O thread goes on.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <type_traits>

#include "sys/memory_return.h"

namespace flowtime::http {

// A completion token: an awaited operation writes its error there and does not throw. `error`
// outlives the operation.
inline auto with_error(boost::system::error_code& error) {
  return boost::asio::redirect_error(boost::asio::use_awaitable, error);
}

// The outcome of `work` done on a worker; what it throws is thrown here.
// The caller's coroutine is suspended meanwhile: what `work` refers to on its frame stays valid.
template <class Work>
// Waits in the queue of the pool when all workers are busy. Resumes on the I/O thread.
boost::asio::awaitable<std::invoke_result_t<Work>> on_worker(boost::asio::thread_pool& pool,
                                                             Work work) {
  auto run = [&work]() -> boost::asio::awaitable<std::invoke_result_t<Work>> {
    const LargeWork large;
    co_return work();
  };
  auto done = boost::asio::co_spawn(pool, std::move(run), boost::asio::use_awaitable);
  co_return co_await std::move(done);
}

}  // namespace flowtime::http
