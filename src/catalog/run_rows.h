// Rows of the table of runs: written from what a bundle says, read as pages. Only for this room.
#pragma once

#include <cstdint>

#include "catalog/database.h"
#include "catalog/run_index.h"
#include "run/open_run.h"

namespace flowtime {

// Puts the run in the place of the row with its id.
// Inside a transaction of the caller. Adds the row or replaces the one of its id.
void put_row(SQLite::Database& connection, const RunInfo& run, std::int64_t file_number);
// The catalog has another revision from now on.
// Call within the transaction that changes rows, so that no page is read between the two.
void run_rows_changed(SQLite::Database& connection);

// Problem: invalid_query (more than kMaxSearchWords words).
Result<RunPage> read_page(SQLite::Database& connection, const RunQuery& query);

}  // namespace flowtime
