// Living together with the YAML extension of Red Hat. It guesses a schema from the name of a file, and then contradicts
// what is said here. Its setting `yaml.disableSchemaDetection` (version 1.24) takes files out of that; this offers to
// fill it in, once, and does so only when it is told to.

import { ConfigurationTarget, type ExtensionContext, type TextDocument, extensions, languages, workspace } from 'vscode';
import * as notify from './notify';
import { globsOfKinds, texts } from './settings';
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
  const choice = await notify.information(
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
    void notify.information('The YAML extension by Red Hat is not installed here, so there is nothing to do.');
  } else if (!canBeTold()) {
    void notify.warning(`The YAML extension by Red Hat has no setting yaml.${SETTING}: it came with version 1.24. Update it first.`);
  } else if (!missing().length) {
    void notify.information(`The YAML extension leaves specs alone already: yaml.${SETTING} names them.`);
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
  void notify.information(`Added to yaml.${SETTING}: ${added.join(', ')}`);
}

/** What the setting says, and where: a value of the workspace hides that of the user. */
function present(): { value: string[]; target: ConfigurationTarget } {
  const found = workspace.getConfiguration('yaml').inspect<unknown>(SETTING);
  return found?.workspaceValue !== undefined
    ? { value: texts(found.workspaceValue), target: ConfigurationTarget.Workspace }
    : { value: texts(found?.globalValue), target: ConfigurationTarget.Global };
}

/** The globs that are not in the setting yet. That extension knows `*`, and neither braces nor classes. */
function missing(): string[] {
  const usual = kinds.flatMap((kind) => [`**/*.${kind.name}.yaml`, `**/*.${kind.name}.yml`]);
  const globs = [...usual, ...globsOfKinds()];
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
