import java.util.Map;
import java.util.function.ToDoubleFunction;

/// A figure read out of a sample, with the ratio to a peer that it is to reach.
record Figure(String name, int digits, ToDoubleFunction<Map<String, Double>> of, String target) {}
