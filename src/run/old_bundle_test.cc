// A run as version 0.1.0 stored it, with a CSV of each selected series and hashes of files only:
// tests/bundles/csv-per-series.
#include <gtest/gtest.h>

#include <filesystem>

#include "run/bundle_test_support.h"
#include "run/open_run.h"
#include "run/run_envelope.h"

namespace flowtime {
namespace {

class CsvPerSeries : public testing::Test {
 protected:
  CsvPerSeries() {
    const std::filesystem::path runs = root_.path() + "/runs";
    std::filesystem::create_directories(runs);
    std::filesystem::copy(FT_SOURCE_DIR "/tests/bundles/csv-per-series", runs / "shop",
                          std::filesystem::copy_options::recursive);
  }
  TemporaryRoot root_;
};

TEST_F(CsvPerSeries, OpensWithItsValues) {
  const auto run = open_run(root_.env(), "shop");
  ASSERT_TRUE(run) << to_text(run.problems(), "");
  EXPECT_EQ(run->series().size(), 17u);
  const auto waiting = run->values(*run->find("waiting"));
  EXPECT_EQ(std::vector<double>(waiting.begin(), waiting.end()),
            (std::vector<double>{0, 0, 5, 20}));
  EXPECT_EQ(*run->read_file("series/waiting@WAITING@DEFAULT.csv"),
            "bin_index,value\n0,0\n1,0\n2,5\n3,20\n");
  // An older version of the judgement is not read as one of today's: it is made again.
  EXPECT_EQ(run->info().judgement->version, 1);
  EXPECT_FALSE(run->judgement());
  EXPECT_TRUE(envelope_of(*run).can_replay());
}

TEST_F(CsvPerSeries, VerifiesAndShowsDamage) {
  const auto verified = verify_run(root_.env(), "shop");
  ASSERT_TRUE(verified);
  EXPECT_TRUE(verified->differences.empty());
  EXPECT_EQ(verified->files, 16);
  ASSERT_TRUE(root_.env().write_file("runs/shop/series/result.csv", "bin_index,value\n0,1\n"));
  EXPECT_EQ(verify_run(root_.env(), "shop")->differences.size(), 1u);
}

// The CSVs hold every selected series, the matrix all: without it only some are known.
TEST_F(CsvPerSeries, WithoutTheMatrixIsDamaged) {
  ASSERT_TRUE(root_.env().remove_file("runs/shop/series/values.f64"));
  EXPECT_EQ(open_run(root_.env(), "shop").problems()[0].message,
            "The file 'series/values.f64' is missing.");
}

}  // namespace
}  // namespace flowtime
