// Reading rows. Only for this room.
#pragma once

#include <string>
#include <vector>

#include "catalog/database.h"

namespace flowtime {

// The first column of every row.
// NULL is an empty text.
// All in memory: for short lists. Problems as Database::use.
inline Result<std::vector<std::string>> texts(Database& database, const std::string& sql) {
  return database.use([&](SQLite::Database& connection) -> Result<std::vector<std::string>> {
    std::vector<std::string> all;
    SQLite::Statement row(connection, sql);
    while (row.executeStep()) all.push_back(row.getColumn(0).getString());
    return all;
  });
}

}  // namespace flowtime
