#include "kernel/core/query_lane.hpp"

#include <boost/asio/post.hpp>

namespace hemicycle::core {
namespace {

// Which connection belongs to this thread: set once by the thread itself, read by the work that runs on it.
thread_local Connection* own_connection = nullptr;

}  // namespace

QueryLane::QueryLane(Store& store, int threads) : context_(threads), guard_(context_.get_executor()) {
  for (int i = 0; i < threads; ++i) connections_.push_back(store.open_reader());
}

void QueryLane::start() {
  for (const auto& connection : connections_)
    threads_.emplace_back([this, db = connection.get()] {
      own_connection = db;
      context_.run();
    });
}

QueryLane::~QueryLane() { stop(); }

void QueryLane::post(Work work) {
  boost::asio::post(context_, [work = std::move(work)] { work(*own_connection); });
}

void QueryLane::stop() {
  guard_.reset();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
  // What was posted while the last thread left, or later by the command lane's completions: somebody waits for it.
  context_.restart();
  own_connection = connections_.front().get();
  context_.poll();
  own_connection = nullptr;
}

}  // namespace hemicycle::core
