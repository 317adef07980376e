// Upload: a body that is stored in a file below staging/ as it comes, and read from there.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "api/uploaded_bytes.h"
#include "base/result.h"
#include "http/body_store.h"
#include "run/scratch_directory.h"
#include "sys/env.h"
#include "telemetry/byte_source.h"

namespace flowtime::api {

// The file is made with the first piece and gone with the object. Threads: one at a time.
// Counted in UploadedBytes until the object is gone. Lines are looked at as they come: what the
// reader would refuse at the end need not be sent.
class Upload : public http::BodyStore {
 public:
  Upload(Env& env, std::shared_ptr<UploadedBytes> all) : env_(env), all_(std::move(all)) {}
  ~Upload() override { all_->give_back(bytes_); }

  // Problems: import_line_too_long (at its line, as soon as it is one), uploads_full, io codes.
  Result<Done> write(std::string_view piece) override;
  // What was written, from its beginning. Problems: io codes.
  // Empty where nothing was written.
  Result<std::unique_ptr<ByteSource>> read() const;

 private:
  Result<Done> open();
  Result<Done> check_lines(std::string_view piece);

  Env& env_;
  std::shared_ptr<UploadedBytes> all_;
  std::unique_ptr<ScratchDirectory> scratch_;
  std::unique_ptr<File> file_;
  std::uint64_t bytes_ = 0;
  std::uint64_t line_bytes_ = 0;  // of the last line, so far
  int line_ = 1;
};

}  // namespace flowtime::api
