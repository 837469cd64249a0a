// Threads that read, each with a connection of its own. The slow lane is one too, with other threads: it can starve nobody.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "kernel/core/store.hpp"

namespace hemicycle::core {

class QueryLane final {
 public:
  using Work = std::function<void(Connection&)>;

  QueryLane(Store& store, int threads);
  ~QueryLane();
  QueryLane(const QueryLane&) = delete;
  QueryLane& operator=(const QueryLane&) = delete;

  /// Starts the threads: not in the constructor, because the house tries new libraries in forked children first.
  void start();
  /// Any thread. `work` runs once on one of the lane's threads, outside any transaction, and must not throw.
  void post(Work work);
  /// Runs what was posted, then joins. Called again, it runs on the caller's thread what was posted meanwhile.
  void stop();

 private:
  boost::asio::io_context context_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_;
  std::vector<std::unique_ptr<Connection>> connections_;
  std::vector<std::thread> threads_;
};

}  // namespace hemicycle::core
