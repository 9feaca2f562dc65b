package dev.motet.route;

import dev.motet.core.Reach;
import dev.motet.option.GuardMode;
import dev.motet.option.ListenOptions;
import dev.motet.option.Listening;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Keeps clients from outside away from this machine and its networks (`route.guard`). Immutable.
///
/// Clients from outside are those of inbounds that listen on other addresses than the loopback's,
/// or that such an inbound hands its connections to, and that let clients say where they want to
/// go.
final class NetworkGuard {
  private final GuardMode mode;
  private final Set<String> inbounds;

  NetworkGuard(GuardMode mode, Map<String, ? extends Listening> listening) {
    this.mode = mode;
    this.inbounds = open(listening);
  }

  GuardMode mode() {
    return mode;
  }

  /// Tags of the inbounds that it is about.
  Set<String> inbounds() {
    return inbounds;
  }

  /// Where a session of this inbound may arrive when this rule sends it there: a rule that names
  /// addresses means them.
  ///
  /// @param rule null for none
  Reach reach(String inbound, @Nullable Rule rule) {
    if (mode != GuardMode.DENY || !inbounds.contains(inbound)) {
      return Reach.ANYWHERE;
    }
    return address ->
        !GuardedAddresses.contains(address) || (rule != null && rule.condition().names(address));
  }

  private static Set<String> open(Map<String, ? extends Listening> listening) {
    Set<String> reached = new TreeSet<>();
    listening.forEach((tag, options) -> {
      if (!options.listen().listen().isLoopbackAddress()) {
        follow(tag, listening, reached);
      }
    });
    reached.removeIf(tag -> {
      Listening options = listening.get(tag);
      return options == null
          || options.listen().detour() != null
          || !options.isDestinationChosenByClient();
    });
    return reached;
  }

  /// The inbound and those that get its connections.
  private static void follow(
      String tag, Map<String, ? extends Listening> listening, Set<String> reached) {
    String next = tag;
    while (next != null && reached.add(next)) {
      Listening options = listening.get(next);
      ListenOptions listen = options == null ? null : options.listen();
      next = listen == null ? null : listen.detour();
    }
  }
}
