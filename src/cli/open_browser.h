// Showing an address to the person at the screen.
#pragma once

#include <string>

namespace flowtime::cli {

// Whether there is a display to open a page on.
// DISPLAY or WAYLAND_DISPLAY is set.
bool has_display();

// Asks the desktop to open the address, without waiting for it; where it cannot, nothing happens.
void open_in_browser(const std::string& url);

}  // namespace flowtime::cli
