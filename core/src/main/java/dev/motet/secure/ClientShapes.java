package dev.motet.secure;

import dev.motet.option.TlsClientOptions;
import dev.motet.option.UtlsOptions;
import dev.motet.tls.fingerprint.HelloShape;
import dev.motet.tls.fingerprint.HelloShapes;
import dev.motet.tls.fingerprint.PlainHello;
import dev.motet.tls.fingerprint.ShapeExtension;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.message.NamedGroup;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What the options of a client say about its hello, and about what a server may choose of it.
final class ClientShapes {
  private ClientShapes() {}

  /// With a fingerprint what is visible is that of the fingerprint (protocols: as sing-box).
  static HelloShape of(TlsClientOptions options, SecureRandom random) {
    UtlsOptions utls = options.utls();
    if (utls != null) {
      return HelloShapes.of(utls.fingerprint(), random);
    }
    Set<Integer> older =
        options.suites().stream()
            .filter(Predicate.not(CipherSuite::isTls13))
            .map(CipherSuite::code)
            .collect(Collectors.toSet());
    HelloShape plain =
        options.ech() == null
            ? PlainHello.shape(options.minVersion(), options.maxVersion(), older)
            : PlainHello.withEch();
    return new HelloShape(
        plain.name(),
        named13(options).isEmpty()
            ? plain.suites()
            : plain.suites().stream().filter(accepted(options)::contains).toList(),
        options.curves().isEmpty()
            ? plain.extensions()
            : plain.extensions().stream().map(e -> withGroups(e, options.curves())).toList(),
        plain.shuffled());
  }

  /// Suites that a server may choose, by number; empty for all. Suites of TLS 1.3 are restricted
  /// where the options name some, and the hello offers these only.
  static Set<Integer> accepted(TlsClientOptions options) {
    if (options.suites().isEmpty()) {
      return Set.of();
    }
    Set<Integer> named =
        options.suites().stream().map(CipherSuite::code).collect(Collectors.toSet());
    if (named13(options).isEmpty() || options.utls() != null) {
      Arrays.stream(CipherSuite.values())
          .filter(CipherSuite::isTls13)
          .map(CipherSuite::code)
          .forEach(named::add);
    }
    return Set.copyOf(named);
  }

  private static List<CipherSuite> named13(TlsClientOptions options) {
    return options.suites().stream().filter(CipherSuite::isTls13).toList();
  }

  /// One share is sent, of the first group; with a hybrid one X25519 too, where it is wanted.
  private static ShapeExtension withGroups(ShapeExtension extension, List<Integer> curves) {
    return switch (extension) {
      case ShapeExtension.Groups _ -> new ShapeExtension.Groups(curves);
      case ShapeExtension.Shares _ -> new ShapeExtension.Shares(shares(curves), false);
      default -> extension;
    };
  }

  private static List<Integer> shares(List<Integer> curves) {
    int first = curves.getFirst();
    return first == NamedGroup.X25519MLKEM768 && curves.contains(NamedGroup.X25519)
        ? List.of(first, NamedGroup.X25519)
        : List.of(first);
  }
}
