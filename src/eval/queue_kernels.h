// Kernels of queues, and of servers that work off their backlog.
// Included by kernel_bodies.h, once per instruction set.

namespace flowtime::eval::FT_KERNEL_SET {
namespace {

// --- queues ---
// Equation: depth[t] = max(0, depth[t-1] + inflow[t] - outflow[t] - loss[t]), absent flows as 0.
// The state is the depth per lane; it is depth[t-1] when the kernel begins.

inline Pack above_zero(const Pack x) { return x > Pack{} ? x : Pack{}; }
// Some neighbouring lanes of one bin of an input.
// An input that does not vary by lane has lane_stride 0 and gives its one value to all lanes.
inline Pack load(const Input& in, std::int64_t t, std::int64_t lane) {
  const double* at = in.at + t * in.bin_stride;
  return in.lane_stride == 1 ? load(at + lane) : everywhere(*at);
}

// `kPacks` packs of lanes side by side, so that they need not wait for one another. The last one
// ends with the last lane, and does some lanes of the one before it again where the lanes are no
// whole packs: with the same result, as lanes do not read one another and no kernel writes what it
// reads.
template <int kPacks>
inline std::int64_t lane_of_pack(int pack, std::int64_t first, std::int64_t lanes) {
  const std::int64_t lane = first + pack * kDoublesPerRegister;
  return pack + 1 == kPacks && lane + kDoublesPerRegister > lanes ? lanes - kDoublesPerRegister
                                                                  : lane;
}

// Calls f.operator()<packs>(first lane) so that all lanes are in some pack; at least one pack of
// them exists.
template <class F>
void each_packs(std::int64_t lanes, const F& f) {
  std::int64_t lane = 0;
  for (; lane + 4 * kDoublesPerRegister <= lanes; lane += 4 * kDoublesPerRegister) {
    f.template operator()<4>(lane);
  }
  const std::int64_t left = (lanes - lane + kDoublesPerRegister - 1) / kDoublesPerRegister;
  if (left == 4) f.template operator()<4>(lane);
  if (left == 3) f.template operator()<3>(lane);
  if (left == 2) f.template operator()<2>(lane);
  if (left == 1) f.template operator()<1>(lane);
}

template <int kPacks>
void queue_packs(const Call& call, std::int64_t first, std::int64_t begin, std::int64_t end) {
  const Input in = call.in[0], out = call.in[1], loss = call.in[2];
  std::int64_t lane[kPacks];
  Pack state[kPacks];
  for (int i = 0; i < kPacks; ++i) {
    lane[i] = lane_of_pack<kPacks>(i, first, call.lanes);
    state[i] = load(call.state + lane[i]);
  }
  for (std::int64_t t = begin; t < end; ++t) {
    for (int i = 0; i < kPacks; ++i) {
      const Pack came = pack_finite_or_zero(load(in, t, lane[i]));
      const Pack went = pack_finite_or_zero(load(out, t, lane[i]));
      const Pack lost = pack_finite_or_zero(load(loss, t, lane[i]));
      state[i] = above_zero(((state[i] + came) - went) - lost);
      store(call.out[0] + t * call.lanes + lane[i], state[i]);
    }
  }
  for (int i = 0; i < kPacks; ++i) store(call.state + lane[i], state[i]);
}

// The depth is kept in a register instead of reading and writing the state in each bin. All ways do
// the same operations in the same order.
void queue(const Call& call, std::int64_t begin, std::int64_t end) {
  const Input in = call.in[0], out = call.in[1], loss = call.in[2];
  if (call.lanes >= kDoublesPerRegister) {
    return each_packs(call.lanes, [&]<int kPacks>(std::int64_t first) {
      queue_packs<kPacks>(call, first, begin, end);
    });
  }
  for (std::int64_t l = 0; l < call.lanes; ++l) {
    double depth = call.state[l];
    for (std::int64_t t = begin; t < end; ++t) {
      depth = next_depth(depth, in.value(t, l), out.value(t, l), loss.value(t, l));
      call.out[0][t * call.lanes + l] = depth;
    }
    call.state[l] = depth;
  }
}

// --- the server that works off its backlog ---
// Three ops that the compiler joined into one (compile/fuse.cc), because what is served reads the
// depth of the bin before: a loop over three kernels would be called three times per bin. An empty
// queue makes bins independent of one another; that is what the fast ways use.

// Whether the queue, empty before these bins, is empty after each of them; if so, writes them.
// It writes before it knows: when the answer is false, the caller does the same bins again, one by
// one, and overwrites them.
bool stays_idle(const Pack in, const Pack capacity, double* served, double* depth,
                double* effective) {
  const Pack zero{};
  const Pack out = pack_min(capacity, in + zero);
  const Pack came = pack_finite_or_zero(in), went = pack_finite_or_zero(out);
  const Pack most = came > zero ? came : zero;
  store(served, out);
  store(depth, zero);
  store(effective, went < most ? went : most);
  return none(came - went > zero);
}

// One bin of a queue that may hold something. A busy server gives its capacity, and then the next
// bin waits for one sum and one difference only.
// Why the short way is right: with finite numbers and wanted > capacity, the minimum is the
// capacity and what stays is wanted - capacity.
inline double serve_bin(double depth, double in, double capacity, double& served,
                        double& effective) {
  const double wanted = in + depth;
  if (__builtin_expect(wanted > capacity && is_finite(in) && is_finite(capacity), 1)) {
    served = effective = capacity;
    return wanted - capacity;
  }
  served = arithmetic::min(capacity, wanted);
  effective = served_effective(served, in, depth);
  return next_depth(depth, in, served, 0);
}

// One lane that loses nothing and queues what arrives.
// Returns the depth after the last bin. kSeries: the capacity is a column, else a number.
// kEffective: the op has the third output; without it that value is written to `unused`.
template <bool kSeries, bool kEffective>
double serve_backlog(const Call& call, double depth, std::int64_t begin, std::int64_t end) {
  const double *in = call.in[0].at, *capacity = call.in[1].at;
  double *served = call.out[0], *depths = call.out[1];
  double unused[kDoublesPerRegister];
  double* effective = kEffective ? call.out[2] : unused;
  const auto at = [](std::int64_t t) { return kEffective ? t : 0; };
  // Two modes by turns: whole registers of bins while the queue is empty, single bins while it
  // holds something. After a register that was not idle at least its own bins are done singly, else
  // the first loop would try the same bins again.
  std::int64_t t = begin;
  while (t < end) {
    for (; bits_are_zero(depth) && t + kDoublesPerRegister <= end; t += kDoublesPerRegister) {
      const Pack most = kSeries ? load(capacity + t) : everywhere(*capacity);
      if (!stays_idle(load(in + t), most, served + t, depths + t, effective + at(t))) break;
    }
    const std::int64_t look_again = t + kDoublesPerRegister;
    for (; t < end && (t < look_again || !bits_are_zero(depth)); ++t) {
      depth = serve_bin(depth, in[t], capacity[kSeries ? t : 0], served[t], effective[at(t)]);
      depths[t] = depth;
    }
  }
  return depth;
}

// An idle queue stays idle for many bins. The branch is foreseen then, and the next bin, which
// begins with the number 0, need not wait for this one. Several packs fill that time by themselves.
inline void forget_idle(Pack& depth) {
  if (none(depth > Pack{})) depth = Pack{};
}

// A simple server queues what arrives and loses nothing.
// The depths are kept in registers from the first bin to the last and written to the state once.
template <int kPacks, bool kSimple, bool kEffective>
void serve_packs(const Call& call, std::int64_t first, std::int64_t begin, std::int64_t end) {
  const Input arrivals = call.in[0], capacity = call.in[1], inflow = call.in[2], loss = call.in[3];
  double *served = call.out[0], *depth = call.out[1];
  double* effective = kEffective ? call.out[2] : nullptr;
  std::int64_t lane[kPacks];
  Pack state[kPacks];
  for (int i = 0; i < kPacks; ++i) {
    lane[i] = lane_of_pack<kPacks>(i, first, call.lanes);
    state[i] = load(call.state + lane[i]);
  }
  for (std::int64_t t = begin; t < end; ++t) {
    for (int i = 0; i < kPacks; ++i) {
      const std::int64_t l = lane[i], at = t * call.lanes + l;
      const Pack before = state[i], arrived = load(arrivals, t, l);
      const Pack out = pack_min(load(capacity, t, l), arrived + before);
      const Pack there = before + pack_finite_or_zero(kSimple ? arrived : load(inflow, t, l));
      const Pack went = pack_finite_or_zero(out);
      const Pack lost = kSimple ? Pack{} : pack_finite_or_zero(load(loss, t, l));
      state[i] = above_zero((there - went) - lost);
      store(served + at, out);
      store(depth + at, state[i]);
      if (!kEffective) continue;
      const Pack most = above_zero(there);
      store(effective + at, went < most ? went : most);
    }
    if (kPacks == 1) forget_idle(state[0]);
  }
  for (int i = 0; i < kPacks; ++i) store(call.state + lane[i], state[i]);
}

// Any inputs, lane by lane.
// The meaning of the op, written without haste. The fast ways give the same bits as this one.
void serve_plainly(const Call& call, std::int64_t begin, std::int64_t end) {
  const Input arrivals = call.in[0], capacity = call.in[1], inflow = call.in[2], loss = call.in[3];
  for (std::int64_t l = 0; l < call.lanes; ++l) {
    double depth = call.state[l];
    for (std::int64_t t = begin; t < end; ++t) {
      const double before = depth, came = inflow.value(t, l);
      const double out = arithmetic::min(capacity.value(t, l), arrivals.value(t, l) + before);
      depth = next_depth(before, came, out, loss.value(t, l));
      call.out[0][t * call.lanes + l] = out;
      call.out[1][t * call.lanes + l] = depth;
      if (call.op->output_count > 2) {
        call.out[2][t * call.lanes + l] = served_effective(out, came, before);
      }
    }
    call.state[l] = depth;
  }
}

template <bool kSimple, bool kEffective>
void serve_lanes(const Call& call, std::int64_t begin, std::int64_t end) {
  if (call.lanes < kDoublesPerRegister) return serve_plainly(call, begin, end);
  each_packs(call.lanes, [&]<int kPacks>(std::int64_t first) {
    serve_packs<kPacks, kSimple, kEffective>(call, first, begin, end);
  });
}

// served = MIN(capacity, arrivals + depth before), depth = queue(inflow, served, loss), and perhaps
// effective = served_effective(served, inflow, depth before).
// Inputs: arrivals, capacity, inflow, loss. Outputs: served, depth, and the third only where the
// plan wants it. A simple server has its arrivals as inflow and the number 0 as loss.
void backlog_server(const Call& call, std::int64_t begin, std::int64_t end) {
  const Input arrivals = call.in[0], capacity = call.in[1], inflow = call.in[2], loss = call.in[3];
  const bool simple = arrivals.at == inflow.at && arrivals.bin_stride == inflow.bin_stride &&
                      loss.bin_stride == 0 && *loss.at == 0;
  const bool effective = call.op->output_count > 2, series = capacity.bin_stride != 0;
  if (call.lanes > 1) {
    const auto serve = simple ? (effective ? serve_lanes<true, true> : serve_lanes<true, false>)
                              : (effective ? serve_lanes<false, true> : serve_lanes<false, false>);
    return serve(call, begin, end);
  }
  if (!simple || arrivals.bin_stride != 1) return serve_plainly(call, begin, end);
  const auto serve = series
                         ? (effective ? serve_backlog<true, true> : serve_backlog<true, false>)
                         : (effective ? serve_backlog<false, true> : serve_backlog<false, false>);
  call.state[0] = serve(call, call.state[0], begin, end);
}

}  // namespace
}  // namespace flowtime::eval::FT_KERNEL_SET
