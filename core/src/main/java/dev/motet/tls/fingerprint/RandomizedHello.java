package dev.motet.tls.fingerprint;

import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.NamedGroup;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Makes up a client that nobody knows, with the probabilities of uTLS (protocols 2.3). Unlike
/// there, a key share is only of a group that is offered.
final class RandomizedHello {
  private static final List<Integer> SUITES_13 = List.of(0x1301, 0x1302, 0x1303);

  /// Of TLS 1.2 alone.
  private static final List<Integer> SUITES_12 =
      List.of(
          0xcca8, 0xcca9, 0xc02f, 0xc02b, 0xc030, 0xc02c, 0xc027, 0xc023, 0x009c, 0x009d, 0x003c);

  /// Known to older versions too; those with RC4 are left out.
  private static final List<Integer> SUITES_OLD =
      List.of(0xc013, 0xc009, 0xc014, 0xc00a, 0x002f, 0x0035, 0xc012, 0x000a);

  private static final double DROPPED_AT_END = 0.4;

  private final SecureRandom random;
  private final List<ShapeExtension> extensions = new ArrayList<>();

  private RandomizedHello(SecureRandom random) {
    this.random = random;
  }

  /// A shape to be kept: one that changed with each connection would be a fingerprint too.
  static HelloShape draw(SecureRandom random) {
    return new RandomizedHello(random).shape();
  }

  private HelloShape shape() {
    boolean withAlpn = coin(0.7);
    List<Integer> suites = suites();
    boolean since10 = coin(0.5);
    extensions.add(Parts.serverName());
    extensions.add(Parts.sessionTicket());
    extensions.add(schemes());
    extensions.add(Parts.pointFormats());
    addGroups();
    extensions.add(Parts.padding());
    extensions.add(Parts.pskModes());
    extensions.add(
        since10 ? Parts.versions(0x0304, 0x0303, 0x0302, 0x0301) : Parts.versions(0x0304, 0x0303));
    maybe(0.74, Parts.statusRequest());
    maybe(0.46, Parts.certificateTimestamps());
    maybe(0.75, Parts.renegotiationInfo());
    maybe(0.77, Parts.extendedMasterSecret());
    if (withAlpn) {
      extensions.add(Parts.alpn("h2", "http/1.1"));
      maybe(0.33, ChromeShapes.settings(ExtensionType.APPLICATION_SETTINGS_OLD));
    }
    Collections.shuffle(extensions, random);
    return new HelloShape("randomized", suites, extensions, false);
  }

  private boolean coin(double probability) {
    return random.nextDouble() < probability;
  }

  private void maybe(double probability, ShapeExtension extension) {
    if (coin(probability)) {
      extensions.add(extension);
    }
  }

  // In front those of TLS 1.3, at the end those that older versions have. The later one stands, the
  // likelier it is left out; the first one stays.
  private List<Integer> suites() {
    List<Integer> all = new ArrayList<>();
    for (List<Integer> part : List.of(SUITES_13, SUITES_12, SUITES_OLD)) {
      List<Integer> shuffled = new ArrayList<>(part);
      Collections.shuffle(shuffled, random);
      all.addAll(shuffled);
    }
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (i == 0 || !coin(DROPPED_AT_END * i / all.size())) {
        kept.add(all.get(i));
      }
    }
    return kept;
  }

  private ShapeExtension schemes() {
    List<Integer> schemes =
        new ArrayList<>(List.of(0x0403, 0x0401, 0x0503, 0x0501, 0x0201, 0x0601, 0x0804));
    if (coin(0.63)) {
      schemes.add(0x0203);
    }
    if (coin(0.59)) {
      schemes.add(0x0603);
    }
    if (coin(0.9)) {
      schemes.add(0x0805);
      schemes.add(0x0806);
    }
    Collections.shuffle(schemes, random);
    return new ShapeExtension.SignatureSchemes(List.copyOf(schemes));
  }

  private void addGroups() {
    List<Integer> groups = new ArrayList<>();
    List<Integer> shares = new ArrayList<>();
    if (coin(0.71)) {
      groups.add(NamedGroup.X25519MLKEM768);
      if (coin(0.5)) {
        shares.add(NamedGroup.X25519MLKEM768);
      }
    }
    groups.addAll(List.of(NamedGroup.X25519, NamedGroup.SECP256R1, NamedGroup.SECP384R1));
    if (coin(0.46)) {
      groups.add(NamedGroup.SECP521R1);
    }
    shares.add(NamedGroup.X25519);
    if (coin(0.5)) {
      shares.add(NamedGroup.SECP256R1);
    }
    extensions.add(new ShapeExtension.Groups(List.copyOf(groups)));
    extensions.add(new ShapeExtension.Shares(List.copyOf(shares), false));
  }
}
