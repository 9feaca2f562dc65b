package dev.motet.json;

import java.util.ArrayList;
import java.util.List;

/// What decoding a tree leaves behind besides its result. One thread.
///
/// @param references in the order they were met
public record Decoding(Problems problems, List<Reference> references) {
  public Decoding(Problems problems) {
    this(problems, new ArrayList<>());
  }
}
