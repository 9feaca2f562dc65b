package dev.motet.json;

import java.util.List;
import java.util.stream.Collectors;

/// The user's configuration is wrong. Carries all problems found, errors first in file order.
public final class ConfigException extends Exception {
  private final List<Problem> problems;

  public ConfigException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /// At least one error, and the warnings noted beside it.
  public List<Problem> problems() {
    return problems;
  }
}
