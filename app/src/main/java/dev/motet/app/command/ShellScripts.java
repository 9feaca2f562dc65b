package dev.motet.app.command;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Completion scripts for the shells that picocli has none for.
final class ShellScripts {
  private ShellScripts() {}

  /// One word that can follow a chain of commands.
  ///
  /// @param path the commands before it, without `motet`
  private record Word(List<String> path, String text, String description) {}

  static String fish(CommandSpec root) {
    StringBuilder out = new StringBuilder("complete -c motet -f\n");
    for (Word word : words(root)) {
      String condition =
          word.path.isEmpty()
              ? "__fish_use_subcommand"
              : word.path.stream()
                  .map(name -> "__fish_seen_subcommand_from " + name)
                  .collect(Collectors.joining("; and "));
      String form =
          word.text.startsWith("--")
              ? "-l " + word.text.substring(2)
              : word.text.startsWith("-") ? "-s " + word.text.substring(1) : "-a " + word.text;
      out.append("complete -c motet -n '").append(condition).append("' ").append(form);
      out.append(" -d '").append(word.description.replace("'", "\\'")).append("'\n");
    }
    for (String option :
        List.of("-s c -l config", "-s C -l config-directory", "-s D -l directory")) {
      out.append("complete -c motet ").append(option).append(" -r -F\n");
    }
    return out.toString();
  }

  static String powershell(CommandSpec root) {
    StringBuilder out =
        new StringBuilder(
            """
            Register-ArgumentCompleter -Native -CommandName motet -ScriptBlock {
              param($word, $ast, $cursor)
              $path = ($ast.CommandElements | Select-Object -Skip 1 |
                Where-Object { "$_" -notlike '-*' -and "$_" -ne $word }) -join ' '
              $known = @{
            """);
    words(root).stream()
        .collect(
            Collectors.groupingBy(
                word -> String.join(" ", word.path),
                java.util.TreeMap::new,
                Collectors.mapping(word -> "'" + word.text + "'", Collectors.joining(", "))))
        .forEach((path, texts) ->
            out.append("    '").append(path).append("' = @(").append(texts).append(")\n"));
    return out.append(
            """
              }
              $known[$path] | Where-Object { $_ -like "$word*" } |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
            }
            """)
        .toString();
  }

  private static List<Word> words(CommandSpec root) {
    List<Word> words = new ArrayList<>();
    collect(root, List.of(), words);
    return words;
  }

  private static void collect(CommandSpec spec, List<String> path, List<Word> into) {
    for (OptionSpec option : spec.options()) {
      if (!option.hidden()) {
        for (String name : option.names()) {
          into.add(new Word(path, name, first(option.description())));
        }
      }
    }
    spec.subcommands()
        .forEach((name, line) -> {
          CommandSpec inner = line.getCommandSpec();
          if (!inner.usageMessage().hidden()) {
            into.add(new Word(path, name, first(inner.usageMessage().description())));
            List<String> deeper = new ArrayList<>(path);
            deeper.add(name);
            collect(inner, deeper, into);
          }
        });
  }

  private static String first(String[] lines) {
    return lines.length == 0 ? "" : lines[0];
  }
}
