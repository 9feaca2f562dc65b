package dev.motet.option;

import dev.motet.json.Fields;
import java.util.List;

/// The section `certificate`: which roots TLS clients trust (inventory TOP-6).
///
/// @param certificate PEM, in lines
/// @param certificatePath PEM files
/// @param certificateDirectoryPath folders of PEM files
public record CertificateOptions(
    Store store,
    List<String> certificate,
    List<String> certificatePath,
    List<String> certificateDirectoryPath) {
  /// Without the section.
  public static final CertificateOptions DEFAULT =
      new CertificateOptions(Store.SYSTEM, List.of(), List.of(), List.of());

  /// The roots that the listed ones are added to.
  public enum Store {
    SYSTEM,
    MOZILLA,
    NONE
  }

  public static CertificateOptions decode(Fields f) {
    f.unknownIsWarned();
    return new CertificateOptions(
        f.choice("store", Store.class, Store.SYSTEM),
        f.strings("certificate"),
        f.strings("certificate_path"),
        f.strings("certificate_directory_path"));
  }
}
