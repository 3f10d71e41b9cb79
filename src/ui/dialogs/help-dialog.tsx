/** All keys, and all commands for `window.lab`: generated from the two tables, so that it cannot be out of date. */
import { pageCommands } from '../commands.ts';
import { glossary } from '../common/glossary.ts';
import { Modal } from '../common/modal.tsx';
import { Scroller } from '../common/scroller.tsx';
import { useModel } from '../store/lab-context.tsx';
import { setView, useView } from '../store/view-store.ts';

function Keys() {
  return (
    <table className="help-keys">
      <caption>Keys. Inside a console every key belongs to the guest.</caption>
      <tbody>
        {pageCommands.map((command) => (
          <tr key={command.id}>
            <td>{command.key ? <kbd>{command.key}</kbd> : null}</td>
            <th scope="row">{command.label}</th>
            <td className="dim">{command.help}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function LabCommands() {
  const model = useModel();
  return (
    <details>
      <summary>
        Commands for the browser’s own console: <code>lab.run(id, parameters)</code>
      </summary>
      <table className="help-keys">
        <tbody>
          {model.commands().map((command) => (
            <tr key={command.id}>
              <td>
                <code>{command.id}</code>
              </td>
              <th scope="row">{command.label}</th>
              <td className="dim">{command.help}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function Words() {
  return (
    <details>
      <summary>The paper’s words</summary>
      <dl className="help-words">
        {Object.entries(glossary).map(([word, entry]) => (
          <div key={word}>
            <dt>{entry.title}</dt>
            <dd>
              {entry.text}{' '}
              <span className="faint">{entry.section === 'this lab' ? 'This lab’s word.' : `§${entry.section}`}</span>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function Help() {
  return (
    <>
      <p className="dim">
        Lockstep runs the protocol of Scales, Nelson and Venkitachalam, “The Design of a Practical System for
        Fault-Tolerant Virtual Machines” (2010), on real machines in this tab. Section numbers are the paper’s.
      </p>
      <Scroller className="dialog-body" label="Keys, commands and words">
        <Keys />
        <LabCommands />
        <Words />
      </Scroller>
    </>
  );
}

export function HelpDialog() {
  const open = useView((view) => view.dialog === 'help');
  return (
    <Modal title="Help" testId="help-dialog" open={open} close={() => setView({ dialog: 'none' })}>
      <Help />
    </Modal>
  );
}
