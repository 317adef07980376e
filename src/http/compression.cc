#include "http/compression.h"

#include <brotli/encode.h>
#include <zlib.h>

#include "base/ascii.h"
#include "base/check.h"
#include "base/number_text.h"
#include "http/http_limits.h"

namespace flowtime::http {
namespace {

// Levels that cost about as much time as writing the JSON did.
constexpr int kGzipLevel = 4;
constexpr int kBrotliQuality = 4;
constexpr int kWindowBits = 15 + 16;  // with the header of gzip
constexpr int kMemoryLevel = 8;

std::string gzip(std::string_view bytes) {
  z_stream stream{};
  FT_CHECK(deflateInit2(&stream, kGzipLevel, Z_DEFLATED, kWindowBits, kMemoryLevel,
                        Z_DEFAULT_STRATEGY) == Z_OK);
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int outcome = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  FT_CHECK(outcome == Z_STREAM_END);
  return out;
}

std::string brotli(std::string_view bytes) {
  std::string out(BrotliEncoderMaxCompressedSize(bytes.size()), '\0');
  std::size_t size = out.size();
  FT_CHECK(BrotliEncoderCompress(kBrotliQuality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT,
                                 bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()),
                                 &size,
                                 reinterpret_cast<std::uint8_t*>(out.data())) == BROTLI_TRUE);
  out.resize(size);
  return out;
}

// The pieces of another source as one stream of gzip.
class GzipSource : public BodySource {
 public:
  explicit GzipSource(std::unique_ptr<BodySource> source) : source_(std::move(source)) {
    FT_CHECK(deflateInit2(&stream_, kGzipLevel, Z_DEFLATED, kWindowBits, kMemoryLevel,
                          Z_DEFAULT_STRATEGY) == Z_OK);
  }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;
  ~GzipSource() override { deflateEnd(&stream_); }

  Piece next() override {
    Piece piece = source_->next();
    const int flush = piece.state == State::kEnd ? Z_FINISH
                      // An idle source has something to say now: without a flush it would stay in
                      // deflate's memory.
                      : piece.state == State::kIdle ? Z_SYNC_FLUSH
                                                    : Z_NO_FLUSH;
    piece.bytes = packed(piece.bytes, flush);
    return piece;
  }

 private:
  std::string packed(std::string& bytes, int flush) {
    std::string out(deflateBound(&stream_, bytes.size()) + kRoom, '\0');
    stream_.next_in = reinterpret_cast<Bytef*>(bytes.data());
    stream_.avail_in = static_cast<uInt>(bytes.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = static_cast<uInt>(out.size());
    const int outcome = deflate(&stream_, flush);
    FT_CHECK(outcome == Z_OK || outcome == Z_STREAM_END || outcome == Z_BUF_ERROR);
    // Room was made for everything, so nothing is left to be called again for.
    FT_CHECK(stream_.avail_in == 0 && stream_.avail_out > 0);
    out.resize(out.size() - stream_.avail_out);
    return out;
  }

  // What deflate may still hold of earlier pieces.
  static constexpr std::size_t kRoom = std::size_t{1} << 18;
  std::unique_ptr<BodySource> source_;
  z_stream stream_{};
};

// "gzip;q=0.5" -> 0.5
double weight_of(std::string_view parameters) {
  const std::string_view text = trimmed(parameters, " ");
  if (!text.starts_with("q=")) return 1;
  return parse_number(text.substr(2)).value_or(0);
}

bool is_compressible(std::string_view type) {
  return type.starts_with("text/") || type.starts_with("application/json") ||
         type.starts_with("application/problem+json") || type.starts_with("image/svg") ||
         type.starts_with("application/x-ndjson") || type.starts_with("application/openmetrics");
}

}  // namespace

const char* name_of(Coding coding) {
  switch (coding) {
    case Coding::kIdentity: return "identity";
    case Coding::kGzip: return "gzip";
    case Coding::kBrotli: return "br";
  }
  return "";
}

Coding accepted_coding(std::string_view accept_encoding) {
  double gzip_weight = 0, brotli_weight = 0;
  while (!accept_encoding.empty()) {
    const std::size_t end = accept_encoding.find(',');
    const std::string_view item = trimmed(accept_encoding.substr(0, end), " ");
    accept_encoding =
        end == std::string_view::npos ? std::string_view{} : accept_encoding.substr(end + 1);
    const std::size_t semicolon = item.find(';');
    const std::string_view name = trimmed(item.substr(0, semicolon), " ");
    const double weight =
        semicolon == std::string_view::npos ? 1 : weight_of(item.substr(semicolon + 1));
    if (same_ignoring_case(name, "gzip")) gzip_weight = weight;
    if (same_ignoring_case(name, "br")) brotli_weight = weight;
  }
  // `identity;q=0` is not honoured: an answer as it is is better than none.
  if (brotli_weight <= 0 && gzip_weight <= 0) return Coding::kIdentity;
  return brotli_weight >= gzip_weight ? Coding::kBrotli : Coding::kGzip;
}

std::string compressed(std::string_view bytes, Coding coding) {
  switch (coding) {
    case Coding::kIdentity: return std::string(bytes);
    case Coding::kGzip: return gzip(bytes);
    case Coding::kBrotli: return brotli(bytes);
  }
  return {};
}

const std::string& KeptBody::as(Coding coding) const {
  if (coding == Coding::kIdentity) return bytes_;
  Coded& coded = coding == Coding::kGzip ? gzip_ : brotli_;
  std::call_once(coded.once, [&] {
    coded.bytes = compressed(bytes_, coding);
    coded.is_ready = true;
  });
  return coded.bytes;
}

bool KeptBody::is_ready(Coding coding) const {
  if (coding == Coding::kIdentity) return true;
  return coding == Coding::kGzip ? gzip_.is_ready : brotli_.is_ready;
}

namespace {

bool accepts_gzip(std::string_view accept_encoding) {
  // Without brotli, which packs whole bodies only.
  std::string rest;
  while (!accept_encoding.empty()) {
    const std::size_t end = accept_encoding.find(',');
    const std::string_view item = trimmed(accept_encoding.substr(0, end), " ");
    const std::string_view name = trimmed(item.substr(0, item.find(';')), " ");
    if (!same_ignoring_case(name, "br")) rest += (rest.empty() ? "" : ",") + std::string(item);
    if (end == std::string_view::npos) break;
    accept_encoding.remove_prefix(end + 1);
  }
  return accepted_coding(rest) == Coding::kGzip;
}

void compress_source(const Request& request, Response& response) {
  if (!is_compressible(response.content_type) || response.content_type == kEventStream) return;
  if (response.headers.has("Content-Encoding")) return;
  response.headers.add("Vary", "Accept-Encoding");
  if (!accepts_gzip(request.headers.get("Accept-Encoding"))) return;
  response.source = std::make_unique<GzipSource>(std::move(response.source));
  response.headers.add("Content-Encoding", name_of(Coding::kGzip));
}

}  // namespace

void compress_body(const Request& request, Response& response) {
  if (response.source) return compress_source(request, response);
  if (response.body.size() < kMinCompressedBytes) return;
  if (!is_compressible(response.content_type) || response.headers.has("Content-Encoding")) return;
  response.headers.add("Vary", "Accept-Encoding");
  const Coding coding = accepted_coding(request.headers.get("Accept-Encoding"));
  if (coding == Coding::kIdentity) return;
  // The kept form is shared by all requests for this body.
  response.body = response.kept ? response.kept->as(coding) : compressed(response.body, coding);
  response.headers.add("Content-Encoding", name_of(coding));
}

}  // namespace flowtime::http
