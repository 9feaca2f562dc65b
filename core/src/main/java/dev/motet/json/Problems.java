package dev.motet.json;

import dev.motet.json.JsonTree.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Collects the problems of a configuration while it is read. One thread.
public final class Problems {
  /// Nobody reads more; what follows is dropped.
  private static final int MAX = 500;

  private final Map<String, SourceText> sources = new HashMap<>();
  private final List<Problem> errors = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();

  /// Problems at positions of this source show its lines.
  void register(SourceText source) {
    sources.put(String.valueOf(source.file()), source);
  }

  public void error(Position position, String text) {
    add(Problem.Kind.ERROR, position, text);
  }

  public void warning(Position position, String text) {
    add(Problem.Kind.WARNING, position, text);
  }

  void error(Place place, String path, String text) {
    add(Problem.Kind.ERROR, place.position(path), text);
  }

  void unbuilt(Place place, String path, String text) {
    add(Problem.Kind.UNBUILT, place.position(path), text);
  }

  void warning(Place place, String path, String text) {
    add(Problem.Kind.WARNING, place.position(path), text);
  }

  private void add(Problem.Kind kind, Position position, String text) {
    List<Problem> target = kind == Problem.Kind.WARNING ? warnings : errors;
    if (target.size() < MAX) {
      SourceText source = sources.get(String.valueOf(position.file()));
      String line = source == null ? null : source.line(position.line());
      target.add(new Problem(kind, position, text, line));
    }
  }

  /// Another collector for the same sources.
  public Problems fresh() {
    Problems fresh = new Problems();
    fresh.sources.putAll(sources);
    return fresh;
  }

  /// Takes over the errors of another collector, not its warnings.
  public void addErrors(Problems other) {
    errors.addAll(other.errors);
  }

  public boolean hasErrors() {
    return !errors.isEmpty();
  }

  /// Errors first, each part in file order.
  public List<Problem> all() {
    List<Problem> all = new ArrayList<>(sorted(errors));
    all.addAll(warnings());
    return all;
  }

  public List<Problem> warnings() {
    return sorted(warnings);
  }

  /// As [#throwIfErrors], but what is only not built yet passes.
  public void throwIfWrong() throws ConfigException {
    errors.removeIf(p -> p.kind() == Problem.Kind.UNBUILT);
    throwIfErrors();
  }

  /// @throws ConfigException when there is an error
  public void throwIfErrors() throws ConfigException {
    if (hasErrors()) {
      throw new ConfigException(all());
    }
  }

  private static List<Problem> sorted(List<Problem> problems) {
    if (problems.size() < 2) {
      return List.copyOf(problems);
    }
    return problems.stream()
        .distinct()
        .sorted(
            Comparator.comparing(
                    (Problem p) -> p.position().file() == null ? "" : p.position().file())
                .thenComparing(p -> p.position().line())
                .thenComparing(p -> p.position().column()))
        .toList();
  }
}
