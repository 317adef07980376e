// libzip reads entries and writes the archive through callbacks on our own File, so that all access
// to the data root is in one place and failures keep their own problem codes. It does the work in
// zip_close: until then every source that was added has to stay where it is.
#include "registry/artifact_zip.h"

#include <zip.h>

#include <cerrno>
#include <cstdio>
#include <deque>
#include <memory>

namespace flowtime {
namespace {

// The first moment a zip archive can name: 1980-01-01 00:00.
constexpr zip_uint16_t kDosTime = 0, kDosDate = (1 << 5) | 1;
constexpr int kCompressionLevel = 6;

struct ZipDiscard {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
using ZipHandle = std::unique_ptr<zip_t, ZipDiscard>;

Problem zip_problem(const char* code, const std::string& path, const std::string& reason) {
  return {.code = code,
          .message = "the archive '" + path + "' " + reason,
          .remedy = std::string(code) == "zip_damaged" ? "Make it again." : ""};
}

// What both kinds of source share: the first failure, in our words and in those of libzip.
struct Source {
  Env& env;
  std::string path;
  std::unique_ptr<File> file{};
  std::uint64_t at = 0, size = 0;
  Problems problems{};
  zip_error_t error{};

  Source(Env& env_of, std::string path_of) : env(env_of), path(std::move(path_of)) {
    zip_error_init(&error);
  }
  zip_int64_t fail(const Problems& why, int zip_code) {
    // Later failures follow from the first.
    if (problems.empty()) problems = why;
    zip_error_set(&error, zip_code, EIO);
    return -1;
  }
};

zip_int64_t open_source(Source& source, OpenMode mode) {
  auto file = source.env.open_file(source.path, mode);
  if (!file) return source.fail(file.problems(), ZIP_ER_OPEN);
  source.file = std::move(file).value();
  source.at = 0;
  return 0;
}

zip_int64_t read_source(Source& source, void* data, zip_uint64_t length) {
  const auto count =
      source.file->read_at(source.at, {static_cast<char*>(data), static_cast<std::size_t>(length)});
  if (!count) return source.fail(count.problems(), ZIP_ER_READ);
  source.at += *count;
  return static_cast<zip_int64_t>(*count);
}

zip_int64_t tell_size(const Source& source, void* data) {
  auto* stat = static_cast<zip_stat_t*>(data);
  zip_stat_init(stat);
  stat->size = source.size;
  stat->valid = ZIP_STAT_SIZE;
  return sizeof(*stat);
}

// A file of the data root that goes into an archive.
zip_int64_t input_file(void* user, void* data, zip_uint64_t length, zip_source_cmd_t command) {
  Source& source = *static_cast<Source*>(user);
  switch (command) {
    case ZIP_SOURCE_OPEN: return open_source(source, OpenMode::kRead);
    case ZIP_SOURCE_READ: return read_source(source, data, length);
    case ZIP_SOURCE_CLOSE: source.file.reset(); return 0;
    case ZIP_SOURCE_STAT: return tell_size(source, data);
    case ZIP_SOURCE_ERROR: return zip_error_to_data(&source.error, data, length);
    // ZipWriter owns the source, not libzip.
    case ZIP_SOURCE_FREE: return 0;
    case ZIP_SOURCE_SUPPORTS: return ZIP_SOURCE_SUPPORTS_READABLE;
    default: zip_error_set(&source.error, ZIP_ER_OPNOTSUPP, 0); return -1;
  }
}

// A text that is made when libzip comes to it, and goes when it was read.
struct MadeText {
  const std::function<std::string()>& make;
  std::string text{};
  std::size_t at = 0;
};

zip_int64_t made_text(void* user, void* data, zip_uint64_t length, zip_source_cmd_t command) {
  MadeText& made = *static_cast<MadeText*>(user);
  switch (command) {
    case ZIP_SOURCE_OPEN:
      made.text = made.make();
      made.at = 0;
      return 0;
    case ZIP_SOURCE_READ: {
      const std::size_t count = made.text.copy(static_cast<char*>(data), length, made.at);
      made.at += count;
      return static_cast<zip_int64_t>(count);
    }
    case ZIP_SOURCE_CLOSE: std::string().swap(made.text); return 0;
    case ZIP_SOURCE_STAT: zip_stat_init(static_cast<zip_stat_t*>(data)); return sizeof(zip_stat_t);
    case ZIP_SOURCE_ERROR: {
      zip_error_t none;
      zip_error_init(&none);
      return zip_error_to_data(&none, data, length);
    }
    case ZIP_SOURCE_FREE: return 0;
    case ZIP_SOURCE_SUPPORTS: return ZIP_SOURCE_SUPPORTS_READABLE;
    default: return -1;
  }
}

zip_int64_t write_archive(Source& source, const void* data, zip_uint64_t length) {
  const auto written = source.file->write_at(
      source.at, {static_cast<const char*>(data), static_cast<std::size_t>(length)});
  if (!written) return source.fail(written.problems(), ZIP_ER_WRITE);
  source.at += length;
  source.size = std::max(source.size, source.at);
  return static_cast<zip_int64_t>(length);
}

zip_int64_t seek_archive(Source& source, void* data, zip_uint64_t length) {
  const zip_int64_t to =
      zip_source_seek_compute_offset(source.at, source.size, data, length, &source.error);
  if (to < 0) return -1;
  source.at = static_cast<std::uint64_t>(to);
  return 0;
}

// Synced before the caller renames it to its place.
zip_int64_t commit_archive(Source& source) {
  const auto synced = source.file->sync_data();
  source.file.reset();
  return synced ? 0 : source.fail(synced.problems(), ZIP_ER_WRITE);
}

// The archive in the making: it does not exist before, and is only written.
zip_int64_t output_file(void* user, void* data, zip_uint64_t length, zip_source_cmd_t command) {
  Source& source = *static_cast<Source*>(user);
  switch (command) {
    case ZIP_SOURCE_BEGIN_WRITE: return open_source(source, OpenMode::kCreate);
    case ZIP_SOURCE_WRITE: return write_archive(source, data, length);
    case ZIP_SOURCE_SEEK_WRITE: return seek_archive(source, data, length);
    case ZIP_SOURCE_TELL_WRITE: return static_cast<zip_int64_t>(source.at);
    case ZIP_SOURCE_COMMIT_WRITE: return commit_archive(source);
    case ZIP_SOURCE_ROLLBACK_WRITE: source.file.reset(); return 0;
    case ZIP_SOURCE_STAT: zip_error_set(&source.error, ZIP_ER_READ, ENOENT); return -1;
    case ZIP_SOURCE_ERROR: return zip_error_to_data(&source.error, data, length);
    case ZIP_SOURCE_FREE:
    case ZIP_SOURCE_REMOVE: return 0;
    case ZIP_SOURCE_SUPPORTS: return ZIP_SOURCE_SUPPORTS_WRITABLE;
    default: zip_error_set(&source.error, ZIP_ER_OPNOTSUPP, 0); return -1;
  }
}

// An archive that is filled entry by entry and then written.
class ZipWriter {
 public:
  ZipWriter(Env& env, const std::string& path) : env_(env), output_(env, path) {}

  Result<Done> write(const std::vector<ZipEntry>& entries) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* target = zip_source_function_create(output_file, &output_, &error);
    if (target) archive_.reset(zip_open_from_source(target, ZIP_CREATE | ZIP_TRUNCATE, &error));
    // An archive that was opened owns its target.
    if (!archive_ && target) zip_source_free(target);
    zip_error_fini(&error);
    if (!archive_) return failed();
    for (const ZipEntry& entry : entries) FT_RETURN_IF_PROBLEM(add(entry));
    if (zip_close(archive_.get()) != 0) return failed();
    // zip_close freed it; after a failure it did not, and the handle discards it.
    static_cast<void>(archive_.release());
    return Done{};
  }

 private:
  Result<zip_source_t*> source_of(const ZipEntry& entry) {
    if (entry.make) {
      return zip_source_function(archive_.get(), made_text,
                                 &made_.emplace_back(MadeText{entry.make}));
    }
    if (entry.path.empty()) {
      return zip_source_buffer(archive_.get(), entry.content.data(), entry.content.size(), 0);
    }
    FT_TRY(const FileInfo info, env_.info(entry.path));
    Source& input = inputs_.emplace_back(env_, entry.path);
    input.size = info.bytes;
    return zip_source_function(archive_.get(), input_file, &input);
  }

  Result<Done> add(const ZipEntry& entry) {
    FT_TRY(zip_source_t* const source, source_of(entry));
    const zip_int64_t index =
        source ? zip_file_add(archive_.get(), entry.name.c_str(), source, ZIP_FL_ENC_UTF_8) : -1;
    if (index < 0) {
      // Only a source that was added belongs to the archive.
      zip_source_free(source);
      return failed();
    }
    const auto position = static_cast<zip_uint64_t>(index);
    // Otherwise the time of writing would be part of the bytes.
    zip_file_set_dostime(archive_.get(), position, kDosTime, kDosDate, 0);
    zip_set_file_compression(archive_.get(), position, ZIP_CM_DEFLATE, kCompressionLevel);
    return Done{};
  }

  // Why: what our own files said, else what libzip says.
  Problems failed() {
    for (const Source& input : inputs_) {
      if (!input.problems.empty()) return input.problems;
    }
    if (!output_.problems.empty()) return output_.problems;
    return {zip_problem("zip_failed", output_.path,
                        archive_ ? std::string("cannot be written: ") + zip_strerror(archive_.get())
                                 : "cannot be opened")};
  }

  Env& env_;
  Source output_;
  std::deque<Source> inputs_;  // stay where they are while libzip knows them
  std::deque<MadeText> made_;
  ZipHandle archive_;  // goes before them
};

Result<ZipEntry> read_entry(zip_t* archive, zip_uint64_t index, const std::string& path,
                            std::uint64_t max_bytes) {
  zip_stat_t stat;
  // Before the memory is taken: a small archive may claim a huge entry.
  if (zip_stat_index(archive, index, 0, &stat) != 0 || stat.size > max_bytes) {
    return zip_problem("zip_damaged", path, "has an entry that is too large");
  }
  ZipEntry entry{.name = stat.name};
  entry.content.resize(stat.size);
  zip_file_t* file = zip_fopen_index(archive, index, 0);
  const zip_int64_t count = file ? zip_fread(file, entry.content.data(), stat.size) : -1;
  if (file) zip_fclose(file);
  if (count >= 0 && static_cast<zip_uint64_t>(count) == stat.size) return entry;
  return zip_problem("zip_damaged", path, "has an entry that cannot be read");
}

}  // namespace

Result<Done> write_zip(Env& env, const std::string& path, const std::vector<ZipEntry>& entries) {
  return ZipWriter(env, path).write(entries);
}

Result<std::vector<ZipEntry>> read_zip(Env& env, const std::string& path, std::uint64_t max_bytes) {
  FT_TRY(const auto view, env.view_file(path));
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source =
      zip_source_buffer_create(view->bytes().data(), view->bytes().size(), 0, &error);
  const ZipHandle archive(source ? zip_open_from_source(source, ZIP_RDONLY, &error) : nullptr);
  if (!archive && source) zip_source_free(source);
  zip_error_fini(&error);
  if (!archive) return zip_problem("zip_damaged", path, "is not a zip archive");
  std::vector<ZipEntry> entries;
  const zip_int64_t count = zip_get_num_entries(archive.get(), 0);
  for (zip_int64_t i = 0; i < count; ++i) {
    FT_TRY(ZipEntry entry,
           read_entry(archive.get(), static_cast<zip_uint64_t>(i), path, max_bytes));
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace flowtime
