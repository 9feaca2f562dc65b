package dev.motet.engine;

import dev.motet.core.Component;
import dev.motet.core.Env;
import dev.motet.core.Lifecycle;
import dev.motet.core.Outbound;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How a component is made. Equal type, options and dependencies make equal components, which is
/// what a reload goes by.
///
/// @param slot first word of its name: `inbound`
/// @param outbounds tags of the outbounds that it depends on
/// @param maker makes the instance, not started
record Recipe<C extends Lifecycle>(
    String slot, String type, String tag, Object options, List<String> outbounds, Maker<C> maker) {
  /// Makes an instance.
  interface Maker<C> {
    C make(Env env) throws IOException;
  }

  /// A component in its place.
  record Placed<C extends Lifecycle>(Recipe<C> recipe, Component<C> component, ComponentEnv env) {
    C instance() {
      return component.instance();
    }

    String tag() {
      return recipe.tag;
    }

    Inheritance.Owner owner() {
      return new Inheritance.Owner(recipe.slot, recipe.type, recipe.tag);
    }
  }

  /// Makes the component; it holds what it depends on until it closes.
  ///
  /// @param available outbounds made so far
  Placed<C> place(Instance instance, Gate gate, Map<String, Placed<Outbound>> available)
      throws IOException {
    Map<String, Outbound> known = new HashMap<>();
    List<Component<Outbound>> needed =
        outbounds.stream().map(wanted -> dependency(wanted, available)).toList();
    needed.forEach(outbound -> known.put(outbound.tag(), outbound.instance()));
    ComponentEnv env = new ComponentEnv(instance, slot, type, tag, options, known, gate);
    C made = maker.make(env);
    needed.forEach(Component::hold);
    Component<C> component =
        new Component<>(slot, type, tag, made, () -> needed.forEach(Component::release));
    env.belongsTo(component);
    return new Placed<>(this, component, env);
  }

  /// Whether a component made by `other` is as good as one made by this, as long as both depend on
  /// the same components.
  boolean makesTheSameAs(Recipe<C> other) {
    return type.equals(other.type)
        && options.equals(other.options)
        && outbounds.equals(other.outbounds);
  }

  private Component<Outbound> dependency(String wanted, Map<String, Placed<Outbound>> available) {
    Placed<Outbound> placed = available.get(wanted);
    if (placed == null) {
      throw new IllegalStateException("dependency " + wanted + " is made after " + tag);
    }
    return placed.component;
  }
}
