// A Parquet file is "PAR1", row groups, a footer in Thrift's compact protocol with its length,
// "PAR1". Here a row group is one series and each column of it one chunk: texts are a dictionary of
// one entry and a run of zeros, times and values are plain. Nothing is compressed. The field
// numbers below are those of parquet.thrift.
#include "export/parquet_file.h"

#include <bit>
#include <cstring>

#include "export/export_rows.h"
#include "series/absent.h"

namespace flowtime {
namespace {

// Numbers of the format (parquet.thrift).
enum PhysicalType : int { kInt64 = 2, kDouble = 5, kByteArray = 6 };
enum Encoding : int { kPlain = 0, kRle = 3, kRleDictionary = 8 };
enum PageType : int { kDataPage = 0, kDictionaryPage = 2 };

// Structures in Thrift's compact protocol, as far as Parquet needs it.
class Thrift {
 public:
  // Field numbers are written as the distance from the one before, per structure.
  void begin() { last_.push_back(0); }
  void end() {
    bytes_ += '\0';
    last_.pop_back();
  }
  void integer(int field, std::int64_t value, int type = 5) {  // 5: i32, 6: i64
    head(field, type);
    varint(zigzag(value));
  }
  void text(int field, const std::string& value) {
    head(field, 8);
    item(value);
  }
  void boolean(int field, bool value) { head(field, value ? 1 : 2); }
  void structure(int field) {
    head(field, 12);
    begin();
  }
  void list(int field, int type, std::size_t size) {
    head(field, 9);
    // Small sizes share a byte with the type.
    if (size < 15) {
      bytes_ += static_cast<char>((size << 4) | static_cast<unsigned>(type));
    } else {
      bytes_ += static_cast<char>(0xF0 | type);
      varint(size);
    }
  }
  void item(std::int64_t value) { varint(zigzag(value)); }
  void item(const std::string& value) {
    varint(value.size());
    bytes_ += value;
  }
  const std::string& bytes() const { return bytes_; }

 private:
  // Small magnitudes become small numbers, whatever their sign: 0, -1, 1, -2 are 0, 1, 2, 3.
  static std::uint64_t zigzag(std::int64_t value) {
    return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
  }
  void varint(std::uint64_t value) {
    for (; value >= 128; value >>= 7) bytes_ += static_cast<char>((value & 127) | 128);
    bytes_ += static_cast<char>(value);
  }
  void head(int field, int type) {
    const int step = field - last_.back();
    last_.back() = field;
    if (step > 0 && step <= 15) {
      bytes_ += static_cast<char>((step << 4) | type);
      return;
    }
    bytes_ += static_cast<char>(type);
    varint(zigzag(field));
  }
  std::string bytes_;
  std::vector<int> last_;  // field written last, of every open structure
};

struct ColumnKind {
  const char* name;
  PhysicalType type;
  bool may_be_null;
};
constexpr ColumnKind kColumns[] = {{"run", kByteArray, false},
                                   {"node", kByteArray, false},
                                   {"metric", kByteArray, false},
                                   {"class", kByteArray, false},
                                   {"time", kInt64, false},
                                   {"value", kDouble, true},
                                   {"component_id", kByteArray, false},
                                   {"measure", kByteArray, false}};
constexpr int kColumnCount = 8;

struct Chunk {
  std::uint64_t first = 0, data = 0, bytes = 0;  // first: of the dictionary, where there is one
  bool has_dictionary = false;
};
struct RowGroup {
  Chunk chunks[kColumnCount];
  std::int64_t rows = 0;
  std::uint64_t bytes() const {
    std::uint64_t sum = 0;
    for (const Chunk& chunk : chunks) sum += chunk.bytes;
    return sum;
  }
};

void append_bytes(std::string& text, const void* from, std::size_t count) {
  text.append(static_cast<const char*>(from), count);
}
void append_u32(std::string& text, std::uint32_t value) { append_bytes(text, &value, 4); }
void append_varint(std::string& text, std::uint64_t value) {
  for (; value >= 128; value >>= 7) text += static_cast<char>((value & 127) | 128);
  text += static_cast<char>(value);
}

// The same value again and again, one bit or none wide.
// The lowest bit of the header is 0 for a run, 1 for bit-packed groups, which are not used here.
void append_run(std::string& text, std::size_t count, int value, bool has_byte) {
  append_varint(text, static_cast<std::uint64_t>(count) << 1);
  if (has_byte) text += static_cast<char>(value);
}

// 1 where there is a value, in runs of equal ones, behind their size.
// Of a column that may be null. Nulls have a level and no value.
std::string definition_levels(std::span<const double> values) {
  std::string runs;
  for (std::size_t at = 0; at < values.size();) {
    const bool there = !is_absent(values[at]);
    std::size_t end = at;
    while (end < values.size() && !is_absent(values[end]) == there) ++end;
    append_run(runs, end - at, there ? 1 : 0, true);
    at = end;
  }
  std::string levels;
  append_u32(levels, static_cast<std::uint32_t>(runs.size()));
  return levels + runs;
}

std::string page_header(PageType type, std::size_t bytes, std::int64_t values, Encoding encoding) {
  Thrift thrift;
  thrift.begin();
  thrift.integer(1, type);
  thrift.integer(2, static_cast<std::int64_t>(bytes));
  thrift.integer(3, static_cast<std::int64_t>(bytes));
  thrift.structure(type == kDataPage ? 5 : 7);
  thrift.integer(1, values);
  thrift.integer(2, encoding);
  if (type == kDataPage) {
    thrift.integer(3, kRle);
    thrift.integer(4, kRle);
  }
  thrift.end();
  thrift.end();
  return thrift.bytes();
}

class ParquetFile {
 public:
  ParquetFile(const Run& run, BlockFile& out) : run_(run), out_(out) {}

  Result<Done> write() {
    // Numbers are copied as they are in memory, and the format is little-endian.
    static_assert(std::endian::native == std::endian::little);
    FT_TRY(const std::vector<ExportedSeries> all, exported_series(run_));
    out_.text() += "PAR1";
    for (const ExportedSeries& one : all) FT_RETURN_IF_PROBLEM(write_group(one));
    const std::string footer = footer_bytes();
    out_.text() += footer;
    append_u32(out_.text(), static_cast<std::uint32_t>(footer.size()));
    out_.text() += "PAR1";
    return Done{};
  }

 private:
  Result<Done> write_group(const ExportedSeries& series) {
    const std::span<const double> values = run_.values(series.row);
    const SeriesEntry& entry = run_.series()[series.row];
    const std::string measure = entry.bare_id.substr(0, entry.bare_id.find('@'));
    RowGroup group;
    group.rows = static_cast<std::int64_t>(values.size());
    const std::string* texts[kColumnCount] = {&run_.info().id,     &series.node, &series.metric,
                                              &series.class_token, nullptr,      nullptr,
                                              &entry.component_id, &measure};
    for (int i = 0; i < kColumnCount; ++i) {
      Chunk& chunk = group.chunks[i];
      chunk.first = out_.size();
      if (texts[i] != nullptr)
        write_text(*texts[i], values.size(), chunk);
      else if (kColumns[i].type == kInt64)
        write_times(values.size(), chunk);
      else
        write_values(values, chunk);
      chunk.bytes = out_.size() - chunk.first;
      // Between chunks and not within: a chunk's place must be known by then.
      FT_RETURN_IF_PROBLEM(out_.flush_when_full());
    }
    groups_.push_back(group);
    return Done{};
  }

  void write_page(PageType type, const std::string& data, std::int64_t values, Encoding encoding) {
    out_.text() += page_header(type, data.size(), values, encoding);
    out_.text() += data;
  }
  void write_text(const std::string& text, std::size_t rows, Chunk& chunk) {
    std::string entry;
    append_u32(entry, static_cast<std::uint32_t>(text.size()));
    write_page(kDictionaryPage, entry + text, 1, kPlain);
    chunk.has_dictionary = true;
    chunk.data = out_.size();
    std::string indices(1, '\1');  // one bit each
    append_run(indices, rows, 0, true);
    write_page(kDataPage, indices, static_cast<std::int64_t>(rows), kRleDictionary);
  }
  void write_times(std::size_t rows, Chunk& chunk) {
    chunk.data = out_.size();
    std::string times;
    for (std::size_t bin = 0; bin < rows; ++bin) {
      const std::int64_t ms = export_time_ms(run_.info().grid, static_cast<std::int64_t>(bin));
      append_bytes(times, &ms, sizeof ms);
    }
    write_page(kDataPage, times, static_cast<std::int64_t>(rows), kPlain);
  }
  void write_values(std::span<const double> values, Chunk& chunk) {
    chunk.data = out_.size();
    std::string data = definition_levels(values);
    for (const double value : values) {
      if (!is_absent(value)) append_bytes(data, &value, sizeof value);
    }
    write_page(kDataPage, data, static_cast<std::int64_t>(values.size()), kPlain);
  }

  static void write_schema(Thrift& thrift) {
    // The schema is a tree in preorder: the root, then its columns.
    thrift.list(2, 12, kColumnCount + 1);
    thrift.begin();
    thrift.text(4, "flowtime");
    thrift.integer(5, kColumnCount);
    thrift.end();
    for (const ColumnKind& column : kColumns) {
      thrift.begin();
      thrift.integer(1, column.type);
      thrift.integer(3, column.may_be_null ? 1 : 0);
      thrift.text(4, column.name);
      if (column.type == kByteArray) thrift.integer(6, 0);  // UTF8
      if (column.type == kInt64) thrift.integer(6, 9);      // TIMESTAMP_MILLIS
      if (column.type == kByteArray) write_string_type(thrift);
      if (column.type == kInt64) write_timestamp_type(thrift);
      thrift.end();
    }
  }
  static void write_string_type(Thrift& thrift) {
    thrift.structure(10);
    thrift.structure(1);
    thrift.end();
    thrift.end();
  }
  // In UTC, milliseconds.
  static void write_timestamp_type(Thrift& thrift) {
    thrift.structure(10);
    thrift.structure(8);
    thrift.boolean(1, true);
    thrift.structure(2);
    thrift.structure(1);
    thrift.end();
    thrift.end();
    thrift.end();
    thrift.end();
  }
  static void write_chunk(Thrift& thrift, const Chunk& chunk, const ColumnKind& column,
                          std::int64_t rows) {
    thrift.begin();
    thrift.integer(2, static_cast<std::int64_t>(chunk.first), 6);
    thrift.structure(3);
    thrift.integer(1, column.type);
    thrift.list(2, 5, chunk.has_dictionary ? 3 : 2);
    thrift.item(std::int64_t{kPlain});
    thrift.item(std::int64_t{kRle});
    if (chunk.has_dictionary) thrift.item(std::int64_t{kRleDictionary});
    thrift.list(3, 8, 1);
    thrift.item(std::string(column.name));
    thrift.integer(4, 0);  // not compressed
    thrift.integer(5, rows, 6);
    thrift.integer(6, static_cast<std::int64_t>(chunk.bytes), 6);
    thrift.integer(7, static_cast<std::int64_t>(chunk.bytes), 6);
    thrift.integer(9, static_cast<std::int64_t>(chunk.data), 6);
    if (chunk.has_dictionary) thrift.integer(11, static_cast<std::int64_t>(chunk.first), 6);
    thrift.end();
    thrift.end();
  }

  std::string footer_bytes() const {
    std::int64_t rows = 0;
    for (const RowGroup& group : groups_) rows += group.rows;
    Thrift thrift;
    thrift.begin();
    thrift.integer(1, 1);
    write_schema(thrift);
    thrift.integer(3, rows, 6);
    thrift.list(4, 12, groups_.size());
    for (const RowGroup& group : groups_) {
      thrift.begin();
      thrift.list(1, 12, kColumnCount);
      for (int i = 0; i < kColumnCount; ++i) {
        write_chunk(thrift, group.chunks[i], kColumns[i], group.rows);
      }
      thrift.integer(2, static_cast<std::int64_t>(group.bytes()), 6);
      thrift.integer(3, group.rows, 6);
      thrift.end();
    }
    thrift.text(6, "flowtime");
    thrift.end();
    return thrift.bytes();
  }

  const Run& run_;
  BlockFile& out_;
  std::vector<RowGroup> groups_;
};

}  // namespace

Result<Done> write_parquet(const Run& run, BlockFile& out) { return ParquetFile(run, out).write(); }

}  // namespace flowtime
