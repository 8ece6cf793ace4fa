// <loci-editor>: a code editor over a plain <textarea>, which stays the form's field and works alone without scripts.
//
// The editor lives in a shadow root: there CodeMirror adopts constructed style sheets, so the page needs no
// 'unsafe-inline' and no nonce in its style policy.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab, isolateHistory } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import {
  drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: "var(--code-keyword)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--code-number)" },
  { tag: [tags.comment], color: "var(--code-comment)", fontStyle: "italic" },
  { tag: [tags.function(tags.variableName), tags.function(tags.definition(tags.variableName))], color: "var(--code-name)" },
  { tag: [tags.className, tags.typeName], color: "var(--code-name)" },
]);

const look = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--sunken)", fontSize: "0.95rem", height: "100%" },
  "&.cm-focused": { outline: "2px solid var(--focus)", outlineOffset: "2px" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "1.55", fontVariantLigatures: "none", minHeight: "14rem" },
  ".cm-content": { caretColor: "var(--accent)", padding: "12px 0" },
  ".cm-cursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--muted)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in oklab, var(--ink) 5%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in oklab, var(--accent) 28%, transparent)",
  },
  ".cm-matchingBracket": { backgroundColor: "var(--accent-soft)", outline: "1px solid var(--accent)" },
  ".cm-tooltip": { backgroundColor: "var(--raised)", color: "var(--ink)", border: "1px solid var(--line)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--accent-ink)" },
});

// Left to itself, Chromium keeps the look of replaced text in a style attribute, which the page's policy forbids with an error.
const typeOverSelection = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { from, to, empty } = view.state.selection.main;
    if (event.inputType !== "insertText" || event.isComposing || empty) return false;
    const insert = () => view.state.update(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
    const taken = view.state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, event.data, insert));
    if (!taken) view.dispatch(insert());
    return true;
  },
});

class LociEditor extends HTMLElement {
  connectedCallback() {
    if (this.view) return;
    this.field = this.querySelector("textarea");
    const root = this.attachShadow({ mode: "open" });
    const slot = document.createElement("div");
    root.append(slot);
    this.view = new EditorView({ parent: slot, root, state: this.#state(this.field.value) });
    this.field.hidden = true;
  }

  disconnectedCallback() {
    this.view?.destroy();
  }

  get value() {
    return this.view.state.doc.toString();
  }

  /** Replaces the whole text as one undoable edit of its own, however soon after typing, so that restoring an old version can be taken back. */
  set value(text) {
    const changes = { from: 0, to: this.view.state.doc.length, insert: text };
    this.view.dispatch({ changes, annotations: isolateHistory.of("full") });
  }

  focus() {
    this.view.focus();
  }

  #state(doc) {
    const ask = (name) => () => {
      this.dispatchEvent(new CustomEvent(name, { bubbles: true }));
      return true;
    };
    return EditorState.create({
      doc,
      extensions: [
        keymap.of([
          { key: "Mod-Enter", run: ask("loci:run") },
          { key: "Mod-Shift-Enter", run: ask("loci:submit") },
        ]),
        lineNumbers(), highlightActiveLineGutter(), highlightActiveLine(), history(), drawSelection(),
        indentUnit.of("    "), indentOnInput(), bracketMatching(), closeBrackets(), autocompletion(), python(),
        syntaxHighlighting(colours), look, typeOverSelection, EditorState.tabSize.of(4), EditorView.lineWrapping,
        // Escape, then Tab leaves the editor: CodeMirror lets the next Tab go to the browser.
        keymap.of([...closeBracketsKeymap, ...completionKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab]),
        EditorView.contentAttributes.of({
          "aria-label": this.getAttribute("label") ?? "Your code",
          "aria-description": "Tab indents. Press Escape, then Tab to leave the editor.",
        }),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          this.field.value = update.state.doc.toString();
          this.dispatchEvent(new CustomEvent("loci:edit", { bubbles: true }));
        }),
      ],
    });
  }
}

customElements.define("loci-editor", LociEditor);
