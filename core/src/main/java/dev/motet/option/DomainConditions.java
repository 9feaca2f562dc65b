package dev.motet.option;

import dev.motet.json.Fields;
import java.util.List;

/// Conditions on the name of a destination: alternatives (inventory RI-7).
///
/// @param suffix `.x` for what stands below x, `x` for x as well
/// @param regex texts that [Regex#compile] takes
public record DomainConditions(
    List<String> domain, List<String> suffix, List<String> keyword, List<String> regex) {
  static final DomainConditions NONE =
      new DomainConditions(List.of(), List.of(), List.of(), List.of());

  static DomainConditions decode(Fields f) {
    return new DomainConditions(
        f.parsedList("domain", "a domain name (empty item is not allowed)", Texts::filled),
        f.parsedList("domain_suffix", "a suffix (empty item is not allowed)", Texts::filled),
        f.strings("domain_keyword"),
        f.parsedList("domain_regex", Regex.EXPECTED, Regex::checked));
  }

  public boolean isEmpty() {
    return domain.isEmpty() && suffix.isEmpty() && keyword.isEmpty() && regex.isEmpty();
  }
}
