// The program: reads the command line and hands it to the command. No policy stands here.
#include "apps/commands.hpp"

int main(int argc, char** argv) { return berth::apps::run(argc, argv); }
