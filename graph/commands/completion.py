"""``completion``: the scripts that let a shell ask for candidates, and the answers they get.

click's own mechanism with three scripts of ours. Bash gets the line as typed, because its own words
break at ``=``, ``:`` and ``@``; fish may be told of names with commas; none of them shows an error.
"""

import os
from contextlib import suppress
from typing import Any

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    split_arg_string,
)

#: What readline takes for the end of a word stays on the line: it is cut off the candidates.
#: Works from bash 3.2, which macOS has, on.
_BASH = """\
_whowhom_completion() {
    local answer kind value cut before="${COMP_LINE:0:$COMP_POINT}"
    local word="${before##*[[:space:]]}" current="${COMP_WORDS[COMP_CWORD]}"
    case "$current" in [=:@]*) current="" ;; esac
    cut="${word%"$current"}"
    COMPREPLY=()
    while IFS= read -r answer; do
        kind="${answer%%,*}"
        value="${answer#*,}"
        case "$kind" in
            plain) COMPREPLY+=("${value#"$cut"}") ;;
            dir) compopt -o dirnames 2>/dev/null ;;
            file) compopt -o default 2>/dev/null ;;
        esac
    done < <(WHOWHOM_LINE="$before" _WHOWHOM_COMPLETE=bash_complete "$1" 2>/dev/null)
}
complete -o nosort -F _whowhom_completion whowhom 2>/dev/null ||
    complete -F _whowhom_completion whowhom
"""
_ZSH = """\
#compdef whowhom

_whowhom_completion() {
    local -a told bare answer
    local kind key about
    (( $+commands[whowhom] )) || return 1
    answer=("${(@f)$(env COMP_WORDS="${words[*]}" COMP_CWORD=$((CURRENT-1)) \\
        _WHOWHOM_COMPLETE=zsh_complete whowhom 2>/dev/null)}")
    for kind key about in ${answer}; do
        case "$kind" in
            plain) [[ "$about" == "_" ]] && bare+=("$key") || told+=("$key:$about") ;;
            dir) _path_files -/ ;;
            file) _path_files -f ;;
        esac
    done
    [ -n "$told" ] && _describe -V unsorted told -U
    [ -n "$bare" ] && compadd -U -V unsorted -a bare
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _whowhom_completion "$@"
else
    compdef _whowhom_completion whowhom
fi
"""
_FISH = """\
function _whowhom_completion
    set -l answers (env _WHOWHOM_COMPLETE=fish_complete COMP_WORDS=(commandline -cp) \\
        COMP_CWORD=(commandline -t) whowhom 2>/dev/null)
    for answer in $answers
        set -l parts (string split -m 1 "," -- $answer)
        switch $parts[1]
            case dir
                __fish_complete_directories $parts[2]
            case file
                __fish_complete_path $parts[2]
            case plain
                echo $parts[2]
        end
    end
end

complete --no-files --command whowhom --arguments "(_whowhom_completion)"
"""


class _Silent(ShellComplete):
    """Never an error in the middle of a line that somebody types."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """Give whole words: behind ``--format=`` click gives what follows it alone."""
        found = super().get_completions(args, incomplete)
        option, equals, _ = incomplete.partition("=")
        if not equals or not option.startswith("-"):
            return found
        return [
            CompletionItem(f"{option}={item.value}", item.type, item.help)
            if item.type == "plain"
            else item
            for item in found
        ]

    def complete(self) -> str:
        with suppress(Exception):
            return super().complete()
        return ""


class Bash(_Silent, BashComplete):
    """Bash, which sends the line up to the cursor."""

    source_template = _BASH

    def source(self) -> str:
        """Give the script as it is; it has no version of bash to fear."""
        return self.source_template

    def get_completion_args(self) -> tuple[list[str], str]:
        """Split the line; behind a blank a new word begins."""
        line = os.environ["WHOWHOM_LINE"]
        words = split_arg_string(line)
        begun = bool(line) and not line[-1].isspace()
        return (words[1:-1], words[-1]) if begun else (words[1:], "")


class Zsh(_Silent, ZshComplete):
    """Zsh, which shows descriptions."""

    source_template = _ZSH

    def source(self) -> str:
        """Give the script as it is."""
        return self.source_template


class Fish(_Silent, FishComplete):
    """Fish, which shows descriptions and keeps what begins as typed."""

    source_template = _FISH

    def source(self) -> str:
        """Give the script as it is."""
        return self.source_template

    def format_completion(self, item: CompletionItem) -> str:
        """Give value and description; older versions of click let a line end through."""
        told = " ".join((item.help or "").split())
        return f"{item.type},{item.value}" + (f"\t{told}" if told else "")


SHELLS: dict[str, type[Any]] = {"bash": Bash, "zsh": Zsh, "fish": Fish}


def register() -> None:
    """Let click answer with these classes."""
    for name, shell in SHELLS.items():
        add_completion_class(shell, name)


@click.command()
@click.argument("shell", type=click.Choice(tuple(SHELLS)))
def completion(shell: str) -> None:
    """Print the script that completes commands, options and names in SHELL.

    \b
    whowhom completion bash    bash: eval "$(whowhom completion bash)" in ~/.bashrc
    whowhom completion zsh     zsh: the same with zsh in ~/.zshrc, behind compinit
    whowhom completion fish    fish: > ~/.config/fish/completions/whowhom.fish

    The beginning of any name or alias will do: whowhom show iskp<TAB> gives isis-k. Relation types,
    sources and git revisions are completed too.
    """
    click.echo(SHELLS[shell].source_template, nl=False)
