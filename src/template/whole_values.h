// Parameters of a template that are nothing but values of const nodes: another value of theirs can
// be put into a model that is there, without reading or compiling anything again.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "template/expand.h"
#include "template/template.h"

namespace flowtime {

// The const nodes of which `name` is the one value, written `values: ["${name}"]`, in the order of
// the template. Empty where the parameter is put into anything else besides, or into nothing.
// `expansion` is one of `from`. Linear in the nodes and in what was filled in. Pure.
std::vector<std::string> const_nodes_of(const Template& from, const Expansion& expansion,
                                        std::string_view name);

}  // namespace flowtime
