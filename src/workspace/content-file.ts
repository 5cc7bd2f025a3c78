import { hashOfFile, type SourceFile } from './files.js';
import { readFrontMatter, type FrontMatter } from './front-matter.js';
import { LazyYaml, type YamlSource } from './yaml.js';

/** A content file that has been read. What was read of it is plain data, from which it can be made again. */
export interface ContentFile<Content = unknown> {
  readonly kind: 'article' | 'intent' | 'scenario';
  readonly path: string;
  /** The whole file. */
  readonly text: string;
  /** Equal for equal files. */
  readonly hash: string;
  readonly yaml: YamlSource;
  readonly content: Content;
}

/** What was read of files earlier, by path. It is taken over where a file's hash is still the same. */
export type Remembered = ReadonlyMap<string, { readonly hash: string; readonly content: unknown }>;

/** What of a Markdown file with front matter is kept: its fields as they are checked, and where the body begins. */
export interface MarkdownContent<Fields> {
  readonly fields: Fields;
  readonly bodyStart: number;
  /** Lines of the file before the body's first one. */
  readonly bodyLineOffset: number;
}

/** What must be asked of the text, which most files never are, is found when it is asked for. */
export abstract class LazyFile<Content> implements ContentFile<Content> {
  abstract readonly kind: ContentFile['kind'];
  readonly path: string;
  #yaml: YamlSource | undefined;

  constructor(
    protected readonly source: SourceFile,
    readonly content: Content,
  ) {
    this.path = source.path;
  }

  get text(): string {
    return this.source.text;
  }

  get hash(): string {
    return hashOfFile(this.source);
  }

  get yaml(): YamlSource {
    return (this.#yaml ??= new LazyYaml(this.path, this.yamlLineOffset, () => this.readYaml()));
  }

  /** Lines of the file before its YAML. */
  protected abstract readonly yamlLineOffset: number;
  protected abstract readYaml(): YamlSource;
}

/** The same of a Markdown file with front matter. */
export abstract class LazyMarkdown<Fields> extends LazyFile<MarkdownContent<Fields>> {
  protected override readonly yamlLineOffset = 1;

  get body(): string {
    return this.text.slice(this.content.bodyStart);
  }

  protected override readYaml(): YamlSource {
    // It has been read before, or it would be no content.
    return (readFrontMatter(this.source) as FrontMatter).yaml;
  }
}
