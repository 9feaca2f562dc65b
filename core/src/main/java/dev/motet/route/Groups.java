package dev.motet.route;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

// hot
/// The four groups of a rule in which one condition is enough: names and addresses of the
/// destination, its ports, addresses of the source, its ports (inventory RM-1). A set of groups is
/// a number with a bit for each. Immutable.
final class Groups {
  static final int DESTINATION = 1;
  static final int PORT = 2;
  static final int SOURCE = 4;
  static final int SOURCE_PORT = 8;
  static final int ALL = 15;

  /// By the number of the bit.
  private final @Nullable Condition[] groups = new Condition[4];

  private final int present;

  Groups(
      List<Condition> destination,
      List<Condition> port,
      List<Condition> source,
      List<Condition> sourcePort) {
    int bits = 0;
    int index = 0;
    for (List<Condition> alternatives : List.of(destination, port, source, sourcePort)) {
      if (!alternatives.isEmpty()) {
        groups[index] = Logic.any(alternatives);
        bits |= 1 << index;
      }
      index++;
    }
    present = bits;
  }

  /// Those that have conditions.
  int present() {
    return present;
  }

  /// Those of `asked` in which a condition holds.
  int matching(Candidate candidate, int asked) {
    int matching = 0;
    for (int i = 0; i < groups.length; i++) {
      Condition group = groups[i];
      if (group != null && (asked & 1 << i) != 0 && group.matches(candidate)) {
        matching |= 1 << i;
      }
    }
    return matching;
  }

  /// Whether in each of `asked` that has conditions one holds.
  boolean allMatch(Candidate candidate, int asked) {
    for (int i = 0; i < groups.length; i++) {
      Condition group = groups[i];
      if (group != null && (asked & 1 << i) != 0 && !group.matches(candidate)) {
        return false;
      }
    }
    return true;
  }

  /// The groups that have conditions, in their order.
  List<Condition> conditions() {
    List<Condition> conditions = new ArrayList<>(groups.length);
    for (Condition group : groups) {
      if (group != null) {
        conditions.add(group);
      }
    }
    return conditions;
  }

  boolean names(InetAddress address) {
    Condition destination = groups[0];
    return destination != null && destination.names(address);
  }
}
