package dev.motet.tls.fingerprint;

import dev.motet.tls.message.ProtocolVersion;
import java.util.List;

/// What the ClientHello of a program looks like, as data. Placeholders are drawn for each
/// connection ([Hellos#draw]).
///
/// @param name as in `utls.fingerprint`
/// @param suites numbers, [Grease#PLACEHOLDER] where one is drawn
/// @param extensions in their order before shuffling
/// @param shuffled all but GREASE, padding and pre_shared_key change places
public record HelloShape(
    String name, List<Integer> suites, List<ShapeExtension> extensions, boolean shuffled) {
  public HelloShape {
    suites = List.copyOf(suites);
    extensions = List.copyOf(extensions);
  }

  /// Whether a server may choose TLS 1.3; otherwise it can be used neither with QUIC, ECH and
  /// REALITY nor with ShadowTLS in strict mode.
  public boolean supportsTls13() {
    return extensions.stream()
        .anyMatch(extension ->
            extension instanceof ShapeExtension.Versions(List<Integer> versions)
                && versions.contains(ProtocolVersion.TLS_1_3));
  }

  /// Whether it sends an extension of the type, a mere place for one not counted.
  public boolean has(int type) {
    return extensions.stream()
        .anyMatch(
            extension -> extension.type() == type && !(extension instanceof ShapeExtension.Place));
  }

  /// Groups that it has key shares of, in their order, without GREASE.
  public List<Integer> shareGroups() {
    for (ShapeExtension extension : extensions) {
      if (extension instanceof ShapeExtension.Shares shares) {
        return shares.groups().stream().filter(group -> !Grease.is(group)).toList();
      }
    }
    return List.of();
  }

  /// The same without a group and its key share: for paths that lose hellos of more than one
  /// segment, and for old REALITY servers.
  public HelloShape withoutGroup(int group) {
    return new HelloShape(
        name,
        suites,
        extensions.stream().map(extension -> withoutGroup(extension, group)).toList(),
        shuffled);
  }

  private static ShapeExtension withoutGroup(ShapeExtension extension, int group) {
    return switch (extension) {
      case ShapeExtension.Groups(List<Integer> groups) ->
          new ShapeExtension.Groups(without(groups, group));
      case ShapeExtension.Shares(List<Integer> groups, boolean oneX25519) ->
          new ShapeExtension.Shares(without(groups, group), oneX25519);
      default -> extension;
    };
  }

  private static List<Integer> without(List<Integer> groups, int group) {
    return groups.stream().filter(other -> other != group).toList();
  }

  /// The same with other application protocols, where it sends any: a shape without the extension
  /// stays without.
  public HelloShape withAlpn(List<String> protocols) {
    ShapeExtension alpn = new ShapeExtension.Alpn(List.copyOf(protocols));
    return new HelloShape(
        name,
        suites,
        extensions.stream()
            .map(extension -> extension instanceof ShapeExtension.Alpn ? alpn : extension)
            .toList(),
        shuffled);
  }

  /// The same under another name.
  HelloShape named(String other) {
    return new HelloShape(other, suites, extensions, shuffled);
  }
}
