package dev.motet.route;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Conditions made of conditions.
final class Logic {
  private Logic() {}

  /// Every one holds; an empty list always does.
  static Condition all(List<Condition> parts) {
    return parts.size() == 1 ? parts.getFirst() : new All(parts.toArray(Condition[]::new));
  }

  /// At least one holds.
  static Condition any(List<Condition> parts) {
    return parts.size() == 1 ? parts.getFirst() : new Any(parts.toArray(Condition[]::new));
  }

  static Condition not(Condition part) {
    return new Not(part);
  }

  private static String joined(Condition[] parts, String separator) {
    return List.of(parts).stream().map(Condition::toString).collect(Collectors.joining(separator));
  }

  private record All(Condition[] parts) implements Condition {
    @Override
    public boolean matches(Candidate candidate) {
      for (Condition part : parts) {
        if (!part.matches(candidate)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public @Nullable Condition failing(Candidate candidate) {
      for (Condition part : parts) {
        Condition failing = part.failing(candidate);
        if (failing != null) {
          return failing;
        }
      }
      return null;
    }

    @Override
    public String toString() {
      return joined(parts, " ");
    }
  }

  private record Any(Condition[] parts) implements Condition {
    @Override
    public boolean matches(Candidate candidate) {
      for (Condition part : parts) {
        if (part.matches(candidate)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public String toString() {
      return "(" + joined(parts, " || ") + ")";
    }
  }

  private record Not(Condition part) implements Condition {
    @Override
    public boolean matches(Candidate candidate) {
      return !part.matches(candidate);
    }

    @Override
    public String toString() {
      return "!(" + part + ")";
    }
  }
}
