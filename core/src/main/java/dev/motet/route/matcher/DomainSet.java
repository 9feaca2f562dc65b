package dev.motet.route.matcher;

import java.util.List;

/// Domains and domain suffixes. Immutable and thread-safe.
public sealed interface DomainSet permits DomainTable, DomainTree {
  /// @param domains names that match as a whole
  /// @param suffixes `x` matches `x` and all below it, `.x` only what is below
  static DomainSet of(List<String> domains, List<String> suffixes) {
    return domains.size() + suffixes.size() < DomainTable.MOST
        ? new DomainTable(domains, suffixes)
        : DomainTree.of(DomainEntries.of(domains, suffixes));
  }

  /// From names that are sorted already.
  static DomainSet of(DomainEntries entries) {
    return DomainTree.of(entries);
  }

  // hot
  /// @param name in lower case
  boolean contains(String name);

  /// Entries that make this set, no name twice, in no promised order.
  void forEach(Visitor visitor);

  /// Bytes of heap that its arrays take, without the names of a small set, which are the
  /// configuration's.
  long bytes();

  /// Takes each entry.
  interface Visitor {
    /// @param exact the name itself belongs to the set
    /// @param below all below the name belongs to the set
    void visit(String name, boolean exact, boolean below);
  }
}
