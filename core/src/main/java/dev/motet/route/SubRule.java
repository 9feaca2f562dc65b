package dev.motet.route;

import java.net.InetAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The conditions of one rule inside a logical one, which know their place.
///
/// @param id `route.rules[3].rules[1] (config.json:12:5)`
record SubRule(String id, Condition condition) implements Condition {
  @Override
  public boolean matches(Candidate candidate) {
    return condition.matches(candidate);
  }

  @Override
  public @Nullable Condition failing(Candidate candidate) {
    Condition failing = condition.failing(candidate);
    return failing == null || failing instanceof At ? failing : new At(failing, id);
  }

  @Override
  public void entries(Candidate candidate, Consumer<String> ids) {
    condition.entries(candidate, ids);
  }

  @Override
  public boolean names(InetAddress address) {
    return condition.names(address);
  }

  @Override
  public String toString() {
    return condition.toString();
  }

  /// A condition with its place.
  private record At(Condition condition, String id) implements Condition {
    @Override
    public boolean matches(Candidate candidate) {
      return condition.matches(candidate);
    }

    @Override
    public String toString() {
      return condition + " in " + id;
    }
  }
}
