package dev.motet.route;

import dev.motet.json.Position;

/// A compiled rule.
///
/// @param index its place in the list, from 0
/// @param id where its decisions came from: `route.rules[3] (config.json:12:5)`
/// @param condition whom it is for
/// @param action what it does
record Rule(int index, String id, Condition condition, Action action) {
  static Rule of(int index, Position position, Condition condition, Action action) {
    String id = position.path().isEmpty() ? "route.rules[" + index + "]" : position.toString();
    return new Rule(index, id, condition, action);
  }

  /// As the log shows it: `port=53 => reject`.
  @Override
  public String toString() {
    String words = condition.toString();
    return words.isEmpty() ? "=> " + action : words + " => " + action;
  }
}
