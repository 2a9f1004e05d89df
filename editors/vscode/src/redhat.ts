// Living together with the YAML extension of Red Hat. It guesses a schema from the name of a file, and then contradicts
// what is said here. Its setting `yaml.disableSchemaDetection` (version 1.24) takes files out of that; this offers to
// fill it in, once, and does so only when it is told to.

import { ConfigurationTarget, type ExtensionContext, type TextDocument, extensions, languages, window, workspace } from 'vscode';
import { kinds, kindsOf } from './specs';

const EXTENSION = 'redhat.vscode-yaml';
const SETTING = 'disableSchemaDetection';
const ASKED = 'immuta.askedAboutYamlExtension';

/** Offers it for a document, unless it was offered before. */
export async function offer(context: ExtensionContext, document: TextDocument): Promise<void> {
  if (document.languageId !== 'yaml' || !canBeTold() || context.globalState.get(ASKED) || !missing().length) {
    return;
  }
  if (!kindsOf(document.getText()).length) {
    return;
  }
  await context.globalState.update(ASKED, true);
  const [yes, no] = ['Leave Specs Alone', 'No'];
  const choice = await window.showInformationMessage(
    'The YAML extension by Red Hat guesses a schema from the name of a file, and may contradict what Immuta accepts. ' +
      `Should it leave your specs alone? This adds to your setting yaml.${SETTING}: ${missing().join(', ')}`,
    yes,
    no,
  );
  if (choice === yes) {
    await leaveAlone();
  }
}

/** Does it, because the user asked for it. */
export async function leaveToImmuta(): Promise<void> {
  if (!extensions.getExtension(EXTENSION)) {
    void window.showInformationMessage('The YAML extension by Red Hat is not installed here, so there is nothing to do.');
  } else if (!canBeTold()) {
    void window.showWarningMessage(`The YAML extension by Red Hat has no setting yaml.${SETTING}: it came with version 1.24. Update it first.`);
  } else if (!missing().length) {
    void window.showInformationMessage(`The YAML extension leaves specs alone already: yaml.${SETTING} names them.`);
  } else {
    await leaveAlone();
  }
}

function canBeTold(): boolean {
  const contributed: unknown = extensions.getExtension(EXTENSION)?.packageJSON?.contributes?.configuration;
  const sections = (Array.isArray(contributed) ? contributed : [contributed]) as ({ properties?: object } | undefined)[];
  return sections.some((section) => Object.hasOwn(section?.properties ?? {}, `yaml.${SETTING}`));
}

async function leaveAlone(): Promise<void> {
  const { value, target } = present();
  const added = missing();
  await workspace.getConfiguration('yaml').update(SETTING, [...value, ...added], target);
  void window.showInformationMessage(`Added to yaml.${SETTING}: ${added.join(', ')}`);
}

/** What the setting says, and where: a value of the workspace hides that of the user. */
function present(): { value: string[]; target: ConfigurationTarget } {
  const found = workspace.getConfiguration('yaml').inspect<string | string[]>(SETTING);
  const list = (value: string | string[] | undefined): string[] => (typeof value === 'string' ? [value] : (value ?? []));
  return found?.workspaceValue !== undefined
    ? { value: list(found.workspaceValue), target: ConfigurationTarget.Workspace }
    : { value: list(found?.globalValue), target: ConfigurationTarget.Global };
}

/** The globs that are not in the setting yet. That extension knows `*`, and neither braces nor classes. */
function missing(): string[] {
  const said = Object.values(workspace.getConfiguration('immuta').get<Record<string, string | string[]>>('files.kinds', {})).flat();
  const usual = kinds.flatMap((kind) => [`**/*.${kind.name}.yaml`, `**/*.${kind.name}.yml`]);
  const globs = [...usual, ...said];
  // Specs that are open and have other names.
  for (const document of workspace.textDocuments) {
    const covered = globs.some((pattern) => languages.match({ pattern }, document));
    if (document.uri.scheme === 'file' && document.languageId === 'yaml' && !covered && kindsOf(document.getText()).length) {
      globs.push(`**/${workspace.asRelativePath(document.uri, false)}`);
    }
  }
  const { value } = present();
  return globs.filter((glob) => !value.includes(glob));
}
