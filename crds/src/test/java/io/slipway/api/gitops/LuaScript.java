package io.slipway.api.gitops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.compiler.LuaC;
import org.luaj.vm2.lib.BaseLib;
import org.luaj.vm2.lib.OsLib;
import org.luaj.vm2.lib.PackageLib;
import org.luaj.vm2.lib.TableLib;

/**
 * A script with what Argo CD gives to one that comes from its configuration: the base and table
 * libraries, and of the operating system the time. See util/lua/lua.go in Argo CD's sources.
 *
 * @param file of the script
 */
record LuaScript(Path file) {

  /** What it returns for this resource. */
  JsonNode run(JsonNode resource) throws IOException {
    var globals = new Globals();
    LuaC.install(globals);
    globals.load(new BaseLib());
    globals.load(new PackageLib());
    globals.load(new TableLib());
    globals.load(new OsLib());
    LuaTable os = globals.get("os").checktable();
    for (String denied :
        new String[] {"execute", "exit", "getenv", "remove", "rename", "tmpname"}) {
      os.set(denied, LuaValue.NIL);
    }
    globals.set("obj", lua(resource));
    return json(globals.load(Files.readString(file), file.toString()).call());
  }

  private static LuaValue lua(JsonNode json) {
    if (json.isObject()) {
      var table = new LuaTable();
      json.properties().forEach(field -> table.set(field.getKey(), lua(field.getValue())));
      return table;
    }
    if (json.isArray()) {
      var table = new LuaTable();
      json.forEach(element -> table.set(table.length() + 1, lua(element)));
      return table;
    }
    if (json.isBoolean()) {
      return LuaValue.valueOf(json.booleanValue());
    }
    return json.isNumber() ? LuaValue.valueOf(json.doubleValue()) : LuaValue.valueOf(json.asText());
  }

  private static JsonNode json(LuaValue lua) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (lua.isboolean()) {
      return nodes.booleanNode(lua.toboolean());
    }
    if (!lua.istable()) {
      return nodes.textNode(lua.tojstring());
    }
    ObjectNode object = nodes.objectNode();
    LuaValue key = LuaValue.NIL;
    for (Varargs entry = lua.next(key); !entry.isnil(1); entry = lua.next(entry.arg1())) {
      object.set(entry.arg1().tojstring(), json(entry.arg(2)));
    }
    return object;
  }
}
