package dev.motet.engine;

import dev.motet.json.JsonTree;
import dev.motet.json.Position;
import dev.motet.json.Problems;
import dev.motet.option.CertificateOptions;
import dev.motet.option.LogOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

/// Checks the files that a configuration names before anything starts (config-check 24, 26).
/// Relative paths belong to the working directory.
final class FileChecks {
  private final JsonTree root;
  private final Problems problems;

  private FileChecks(JsonTree root, Problems problems) {
    this.root = root;
    this.problems = problems;
  }

  static void check(JsonTree root, RootOptions options, Problems problems) {
    FileChecks checks = new FileChecks(root, problems);
    checks.checkLog(options.log());
    checks.checkCertificates(options.certificate());
  }

  private void checkLog(LogOptions log) {
    String output = log.output();
    if (log.disabled() || output.isEmpty() || output.equals("stderr") || output.equals("stdout")) {
      return;
    }
    Position at = position("log", "output");
    try {
      // not as an absolute path, which would be one of the folder that the process was started in
      Path file = Path.of(output);
      Path folder = file.getParent() == null ? Path.of(".") : file.getParent();
      if (Files.isDirectory(file)) {
        problems.error(at, JsonTree.quote(output) + " is a folder (expected: a file)");
      } else if (!Files.isDirectory(folder)) {
        problems.error(at, "the folder of " + JsonTree.quote(output) + " does not exist");
      } else if (!Files.isWritable(Files.exists(file) ? file : folder)) {
        problems.error(at, JsonTree.quote(output) + " cannot be written: permission denied");
      }
    } catch (InvalidPathException e) {
      problems.error(at, JsonTree.quote(output) + " is no path: " + e.getReason());
    }
  }

  private void checkCertificates(CertificateOptions options) {
    if (!options.certificate().isEmpty()) {
      checkPem(position("certificate", "certificate"), String.join("\n", options.certificate()));
    }
    for (String path : options.certificatePath()) {
      Position at = position("certificate", "certificate_path");
      try {
        checkPem(at, Files.readString(Path.of(path), StandardCharsets.ISO_8859_1));
      } catch (IOException | InvalidPathException e) {
        problems.error(at, JsonTree.quote(path) + " cannot be read (expected: a PEM file)");
      }
    }
    for (String path : options.certificateDirectoryPath()) {
      if (!isFolder(path)) {
        Position at = position("certificate", "certificate_directory_path");
        problems.error(at, JsonTree.quote(path) + " is no folder that can be read");
      }
    }
  }

  private void checkPem(Position at, String pem) {
    try {
      byte[] bytes = pem.getBytes(StandardCharsets.ISO_8859_1);
      CertificateFactory x509 = CertificateFactory.getInstance("X.509");
      if (x509.generateCertificates(new ByteArrayInputStream(bytes)).isEmpty()) {
        problems.error(at, "no certificate in it (expected: PEM)");
      }
    } catch (CertificateException e) {
      problems.error(at, "no certificate can be read from it (expected: PEM)");
    }
  }

  private static boolean isFolder(String path) {
    try {
      return Files.isDirectory(Path.of(path));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private Position position(String section, String name) {
    JsonTree value = TagTable.member(TagTable.member(root, section), name);
    return (value == null ? root : value).place().position(section + "." + name);
  }
}
