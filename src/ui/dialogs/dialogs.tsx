/** All dialogs of the page, in one program that is loaded after it. Each shows itself when it is asked for. */
import { ReplayDialog } from '../share/replay-dialog.tsx';
import { ShareDialog } from '../share/share-dialog.tsx';
import { HelpDialog } from './help-dialog.tsx';
import { RulesDialog } from './rules-dialog.tsx';

export function Dialogs() {
  return (
    <>
      <HelpDialog />
      <RulesDialog />
      <ShareDialog />
      <ReplayDialog />
    </>
  );
}
