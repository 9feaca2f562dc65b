package dev.motet.route;

import dev.motet.core.Reply;
import dev.motet.io.DialException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// What a client was told.
final class Told implements Reply {
  final List<String> calls = new CopyOnWriteArrayList<>();

  @Override
  public void accepted() {
    if (calls.isEmpty()) {
      calls.add("accepted");
    }
  }

  @Override
  public void refused(DialException cause) {
    if (calls.isEmpty()) {
      calls.add(cause.reason() + " " + cause.getMessage());
    }
  }
}
